package io.carekeep.server.management;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import javax.sql.DataSource;

/// What is measured of the process; requests are measured at the HTTP edge.
public final class Metrics {

    private Metrics() {}

    /// A registry that Prometheus can read.
    public static PrometheusMeterRegistry registry() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return registry;
    }

    /// Adds how the database's connections are used.
    public static void watch(MeterRegistry registry, DataSource source) {
        if (source instanceof HikariDataSource pool) {
            Gauge.builder(
                            "database.connections.active",
                            pool,
                            each -> each.getHikariPoolMXBean().getActiveConnections())
                    .register(registry);
            Gauge.builder(
                            "database.connections.waiting",
                            pool,
                            each -> each.getHikariPoolMXBean().getThreadsAwaitingConnection())
                    .register(registry);
        }
    }
}
