package io.carekeep.server.logs;

import io.carekeep.server.settings.LogFormat;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Sends everything that logs to standard error: our own events from info on, libraries from warn on.
public final class Logs {

    // Held, because the JDK forgets the level of a logger that nobody holds.
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.carekeep");

    // They warn of every wrong address and method, and of a start that failed: who has to know has been told already.
    private static final List<Logger> SILENT = List.of(
            Logger.getLogger("org.springframework.web.servlet.PageNotFound"),
            // Looks for threads that outlive the web application; ours ends with the process.
            Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase"),
            Logger.getLogger(
                    "org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext"),
            Logger.getLogger("org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver"));

    private Logs() {}

    /// Call before anything logs.
    public static void beginUsing(LogFormat format) {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ROOT.addHandler(new StandardError(new LogLines(format)));
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
    }

    /// For commands that speak to a person: only what goes wrong.
    public static void quiet() {
        beginUsing(LogFormat.TEXT);
        OURS.setLevel(Level.WARNING);
    }

    /// Keeps the last lines of a stop: the JDK's own manager takes its handlers away while the program still ends.
    public static final class Manager extends LogManager {

        @Override
        public void reset() { // the lines of the stop still have to come out
        }
    }
}
