package io.carekeep.server.http;

import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.server.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/// Builds the HTTP edge. Filters stand in this order: metrics, refusals, size of the body, then what signs callers in.
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
public class HttpWiring {

    private static final int OUTER = Ordered.HIGHEST_PRECEDENCE;

    @Bean
    TomcatServletWebServerFactory webServer(Settings settings, ObjectProvider<ServerCertificate> certificate) {
        return TomcatFactory.of(settings, certificate::getObject);
    }

    @Bean
    ServletRegistrationBean<DispatcherServlet> dispatcher(WebApplicationContext context) {
        var servlet = new DispatcherServlet(context);
        servlet.setPublishEvents(false);
        var registration = new ServletRegistrationBean<>(servlet, "/");
        registration.setLoadOnStartup(1);
        return registration;
    }

    @Bean
    FilterRegistrationBean<Filter> requestMetrics(MeterRegistry registry) {
        return filter(new RequestMetrics(registry), OUTER);
    }

    @Bean
    FilterRegistrationBean<Filter> refusals() {
        return filter(new RefusalFilter(), OUTER + 1);
    }

    @Bean
    FilterRegistrationBean<Filter> bodyLimit(Settings settings) {
        return filter(new BodyLimit(settings.bodyBytesMax()), OUTER + 2);
    }

    private static FilterRegistrationBean<Filter> filter(Filter filter, int order) {
        var registration = new FilterRegistrationBean<Filter>(filter);
        registration.setOrder(order);
        registration.setName(filter.getClass().getSimpleName());
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
        return registration;
    }
}
