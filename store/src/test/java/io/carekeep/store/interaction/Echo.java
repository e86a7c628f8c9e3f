package io.carekeep.store.interaction;

import io.carekeep.fhir.json.Json;
import io.carekeep.store.Change;
import java.util.Base64;
import java.util.Random;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// An interaction that needs no store: it sends what it holds and sends back what it gets.
@Controller
final class Echo {

    static final String LONG = ",\"name\":[{\"family\":\"" + "Sample ".repeat(1000) + "\"}]";
    static final byte[] SCAN = scan(20 * 1024 * 1024);

    private static byte[] scan(int size) {
        var bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    @GetMapping("/fhir/{type}/{id}")
    Reply read(Ask ask, @PathVariable String type, @PathVariable String id) {
        Address.key(type, id);
        return ReadInteraction.reply(
                ask,
                type.equals("Binary")
                        ? Versions.of(
                                type,
                                id,
                                1,
                                Change.CREATED,
                                "{\"resourceType\":\"Binary\",\"id\":\"a\",\"contentType\":\"image/png\",\"data\":\""
                                        + Base64.getEncoder().encodeToString(SCAN) + "\"}")
                        : Versions.patient(id, LONG));
    }

    @PostMapping("/fhir/{type}")
    Reply create(Ask ask, @PathVariable String type) {
        boolean raw = type.equals("Binary") && !Format.isJson(ask.content().type());
        Json doc = raw
                ? BinaryData.wrapped(ask.content(), null, ask.content().securityContext())
                : ask.content().resource(type);
        return Reply.ok(doc.raw(0));
    }

    @PutMapping("/fhir/{type}/{id}")
    Reply fail() {
        throw new IllegalStateException("secret");
    }
}
