package io.carekeep.store.interaction;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.search.SearchParameters;
import java.time.Clock;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Tells what this server can do: https://hl7.org/fhir/R4/http.html#capabilities. It is read off the routes that are
/// registered and the search parameters that are served, once, and needs no caller.
@Controller
final class CapabilityInteraction {

    private final Supplier<Set<String>> routes;
    private final Clock clock;
    // Written under this object's lock, once.
    private byte @Nullable [] statement;

    CapabilityInteraction(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping,
            Clock clock) {
        this.routes = () -> routes(mapping.getObject());
        this.clock = clock;
    }

    @GetMapping("/fhir/metadata")
    Reply capabilities(Ask ask) {
        return Reply.ok(CapabilityStatement.at(ask.base(), statement()));
    }

    private synchronized byte[] statement() {
        if (statement == null) {
            statement = new CapabilityStatement(
                            routes.get(), Definitions.r4(), SearchParameters.r4(), clock.instant(), version())
                    .json();
        }
        return statement;
    }

    private static String version() {
        var version = CapabilityInteraction.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /// Each route as method and pattern, such as `GET /fhir/{type}/{id}`.
    static Set<String> routes(RequestMappingHandlerMapping mapping) {
        var routes = new TreeSet<String>();
        mapping.getHandlerMethods().keySet().forEach(info -> {
            for (var method : info.getMethodsCondition().getMethods()) {
                info.getPatternValues().forEach(pattern -> routes.add(method + " " + pattern));
            }
        });
        return routes;
    }
}
