package io.carekeep.server.wiring;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.home.RunFile;
import io.carekeep.server.management.ManagementServer;
import io.carekeep.server.management.PortTaken;
import io.carekeep.server.settings.Settings;
import java.net.BindException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.MapPropertySource;

/// A server that answers, until it is closed or the process is told to end.
public final class RunningServer implements AutoCloseable {

    private enum Event {
        SERVER_STARTED,
        SERVER_STOPPING,
        SERVER_STOPPED
    }

    private static final EventLog LOG = new EventLog(RunningServer.class);
    /// How long requests may go on once the server is told to end; the database needs the rest of ten seconds.
    private static final Duration DRAIN_MAX = Duration.ofSeconds(5);

    private final Foundation foundation;
    private final AnnotationConfigServletWebServerApplicationContext context;
    private final URI base;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean closed;

    private RunningServer(Foundation foundation, AnnotationConfigServletWebServerApplicationContext context, URI base) {
        this.foundation = foundation;
        this.context = context;
        this.base = base;
    }

    /// Starts the server of a home and tells local commands where it answers. The home is closed with it.
    public static RunningServer start(HomeFolder home, Settings settings, Clock clock, SecureRandom random) {
        long began = System.nanoTime();
        var foundation = Foundation.lay(home, settings, clock, random);
        var context = new AnnotationConfigServletWebServerApplicationContext();
        try {
            prepare(context, foundation);
            context.refresh();
        } catch (RuntimeException failure) {
            foundation.close();
            throw cause(failure, settings);
        }
        var webServer = Objects.requireNonNull(context.getWebServer());
        var base = base(settings, webServer.getPort());
        var management = context.getBean(ManagementServer.class).base();
        home.publish(
                new RunFile(base, management, context.getBean(LocalSecret.class).text()));
        LOG.info(
                Event.SERVER_STARTED,
                new LogField.Count("port", webServer.getPort()),
                new LogField.Count("management", management.getPort()),
                new LogField.Took("took", Duration.ofNanos(System.nanoTime() - began)));
        return new RunningServer(foundation, context, base);
    }

    private static void prepare(AnnotationConfigServletWebServerApplicationContext context, Foundation foundation) {
        var shown = new java.util.HashMap<String, Object>();
        foundation.settings().given().forEach((setting, given) -> {
            if (!setting.secret()) {
                shown.put("carekeep." + setting.key(), given.text());
            }
        });
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("carekeep", Map.copyOf(shown)));
        context.registerBean(Foundation.class, () -> foundation, definition -> definition.setDestroyMethodName(""));
        context.registerBean("lifecycleProcessor", DefaultLifecycleProcessor.class, () -> {
            var processor = new DefaultLifecycleProcessor();
            processor.setTimeoutPerShutdownPhase(DRAIN_MAX.toMillis());
            return processor;
        });
        context.register(ServerWiring.class);
    }

    // Spring wraps what went wrong; a person needs the innermost of it.
    private static RuntimeException cause(RuntimeException failure, Settings settings) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof BindException) {
                return new PortTaken(settings.port(), "port");
            }
            if (each instanceof RuntimeException inner && isWorded(inner)) {
                return inner;
            }
        }
        return failure;
    }

    private static boolean isWorded(RuntimeException failure) {
        return failure.getClass().getName().startsWith("io.carekeep.") && !(failure instanceof BeanCreationException);
    }

    private static URI base(Settings settings, int port) {
        return URI.create((settings.plain() ? "http" : "https") + "://localhost:" + port + "/fhir");
    }

    /// The base of its FHIR API.
    public URI base() {
        return base;
    }

    /// One of its parts, for commands that run in the same process.
    public <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    /// Ends the server when the process is told to, and not before its last answer.
    public void closeWithProcess() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(this::close));
    }

    /// Returns once the server has stopped.
    public void await() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        LOG.info(Event.SERVER_STOPPING);
        context.close();
        foundation.close();
        LOG.info(Event.SERVER_STOPPED);
        stopped.countDown();
    }
}
