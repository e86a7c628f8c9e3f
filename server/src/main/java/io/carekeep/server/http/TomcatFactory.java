package io.carekeep.server.http;

import io.carekeep.identity.tls.ServerCertificate;
import io.carekeep.identity.tls.TomcatTls;
import io.carekeep.server.settings.Settings;
import io.carekeep.server.settings.SettingsUnusable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Shutdown;

/// Sets up the container: a virtual thread a request, TLS 1.2 and 1.3, no page and no header that tells what it is.
final class TomcatFactory {

    private static final int CONNECTIONS_MAX = 4096;
    private static final int HEADER_BYTES_MAX = 32 * 1024;
    private static final int PARAMETERS_MAX = 1000;
    private static final int COMPRESSED_FROM = 2048;
    private static final int IDLE_MILLIS = 60_000;
    // A body of many megabytes that is refused is still read, so that its sender hears why.
    private static final int SWALLOW_BYTES_MAX = 128 * 1024 * 1024;

    private TomcatFactory() {}

    static TomcatServletWebServerFactory of(Settings settings, Supplier<ServerCertificate> certificate) {
        var factory = new TomcatServletWebServerFactory(settings.port());
        factory.setAddress(address(settings));
        factory.setShutdown(Shutdown.GRACEFUL);
        factory.setDisableMBeanRegistry(true);
        factory.setRegisterDefaultServlet(false);
        factory.addContextCustomizers(TomcatFactory::context);
        factory.addConnectorCustomizers(TomcatFactory::connector);
        if (!settings.plain()) {
            factory.addConnectorCustomizers(connector -> TomcatTls.secure(connector, certificate.get()));
        }
        if (!settings.trustedProxies().isEmpty()) {
            factory.addEngineValves(proxies(settings.trustedProxies()));
        }
        return factory;
    }

    private static @Nullable InetAddress address(Settings settings) {
        try {
            return settings.address() == null ? null : InetAddress.getByName(settings.address());
        } catch (UnknownHostException _) {
            throw new SettingsUnusable("address is none of this machine's");
        }
    }

    private static void context(Context context) {
        if (context.getParent() instanceof StandardHost host) {
            host.setErrorReportValveClass(OutcomeValve.class.getName());
        }
    }

    private static void connector(Connector connector) {
        connector.setXpoweredBy(false);
        connector.setMaxParameterCount(PARAMETERS_MAX);
        connector.setEncodedReverseSolidusHandling("reject");
        connector.setEncodedSolidusHandling("reject");
        if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setExecutor(new VirtualThreadExecutor("request-"));
            protocol.setMaxConnections(CONNECTIONS_MAX);
            protocol.setConnectionTimeout(IDLE_MILLIS);
            protocol.setKeepAliveTimeout(IDLE_MILLIS);
        }
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
            http.setMaxKeepAliveRequests(-1);
            http.setMaxHttpRequestHeaderSize(HEADER_BYTES_MAX);
            http.setMaxSwallowSize(SWALLOW_BYTES_MAX);
            http.setCompression("on");
            http.setCompressionMinSize(COMPRESSED_FROM);
            http.setCompressibleMimeType("application/fhir+json,application/json,text/html,text/css,text/javascript");
        }
    }

    // Their headers count; those of everybody else are not looked at.
    private static RemoteIpValve proxies(List<String> addresses) {
        var valve = new RemoteIpValve();
        valve.setInternalProxies("");
        valve.setTrustedProxies(addresses.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        valve.setPortHeader("X-Forwarded-Port");
        valve.setRequestAttributesEnabled(false);
        return valve;
    }
}
