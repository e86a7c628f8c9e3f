package io.carekeep.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.web.servlet.HandlerMapping;

/// Counts and times requests by method, route and status. A route is its template, never an address with ids in it.
final class RequestMetrics extends HttpFilter {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final String OTHER = "other";

    private final MeterRegistry registry;

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        long began = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            registry.timer("http.server.requests", tags(request, response))
                    .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        }
    }

    private static Tags tags(HttpServletRequest request, HttpServletResponse response) {
        var method = METHODS.contains(request.getMethod()) ? request.getMethod() : OTHER;
        var route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return Tags.of(
                "method",
                method,
                "route",
                route == null ? OTHER : route.toString(),
                "status",
                Integer.toString(response.getStatus()));
    }
}
