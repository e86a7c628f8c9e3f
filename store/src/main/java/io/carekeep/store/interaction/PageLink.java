package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.vault.PageSeal;
import io.carekeep.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.stereotype.Component;

/// The link to a further page. All that was asked for on the first page lies sealed in one short parameter, so that the
/// link shows no value of the query and works on its own.
@Component
final class PageLink {

    /// What a link leads to.
    /// @param parameters of the first page
    /// @param token the store's own mark of the place
    record Place(List<Parameter> parameters, String token) {}

    private static final int PACKED_FROM = 200;
    private static final byte PLAIN = 0;
    private static final byte PACKED = 1;

    private final PageSeal seal;

    PageLink(Vault vault) {
        this.seal = vault.pages();
    }

    /// The value of the parameter `page`.
    /// @param address that the link belongs to, from the base on, such as `Patient` or `Patient/1/_history`
    String sealed(Caller caller, String address, Place place) {
        var text = address + "?" + QueryText.of(place.parameters()) + "\n" + place.token();
        var plain = text.getBytes(StandardCharsets.UTF_8);
        return seal.seal(caller.account(), plain.length < PACKED_FROM ? marked(PLAIN, plain) : packed(plain));
    }

    private static byte[] marked(byte mark, byte[] content) {
        var marked = new byte[content.length + 1];
        marked[0] = mark;
        System.arraycopy(content, 0, marked, 1, content.length);
        return marked;
    }

    private static byte[] packed(byte[] plain) {
        var packed = new ByteArrayOutputStream();
        packed.write(PACKED);
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(plain);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return packed.toByteArray();
    }

    /// @throws Refused when the link is somebody else's, another address's, altered or expired
    Place opened(Caller caller, String address, String page) {
        var text = new String(plain(seal.open(caller.account(), page)), StandardCharsets.UTF_8);
        int question = text.indexOf('?');
        int line = text.indexOf('\n');
        Check.that(question > 0 && line > question, "a sealed page has an address, a query and a token");
        if (!text.substring(0, question).equals(address)) {
            throw new Refused(new Problem.Invalid("page", "the address that the link was given for"));
        }
        return new Place(QueryText.parse(text.substring(question + 1, line)), text.substring(line + 1));
    }

    private static byte[] plain(byte[] content) {
        Check.that(content.length > 0, "a sealed page is not empty");
        if (content[0] == PLAIN) {
            return Arrays.copyOfRange(content, 1, content.length);
        }
        try (var inflater = new InflaterInputStream(new ByteArrayInputStream(content, 1, content.length - 1))) {
            return inflater.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
