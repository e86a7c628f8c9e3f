package io.carekeep.alarm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The columns of cases and events as bytes, which are sealed together with what they say.
final class CaseColumns {

    private static final int NUMBERS = 12;

    private CaseColumns() {}

    /// `"alarm.case" ‖ number ‖ subject ‖ account ‖ severity ‖ opened ‖ times ‖ last ‖ owner ‖ level ‖ due ‖ closed ‖
    /// events ‖ kind`: eight bytes each number, one more in front of those that may be missing.
    static byte[] associated(Case of) {
        var kind = of.kind().name().getBytes(StandardCharsets.US_ASCII);
        var name = "alarm.case".getBytes(StandardCharsets.US_ASCII);
        var bytes = ByteBuffer.allocate(name.length + NUMBERS * Long.BYTES + 3 + kind.length)
                .put(name)
                .putLong(of.number())
                .putLong(of.subject().number())
                .putLong(of.subject().account())
                .putLong(of.severity().number())
                .putLong(of.opened().toEpochMilli())
                .putLong(of.times())
                .putLong(of.last().toEpochMilli());
        put(bytes, of.owner());
        bytes.putLong(of.level());
        put(bytes, millis(of.due()));
        put(bytes, millis(of.closed()));
        return bytes.putLong(of.events()).put(kind).array();
    }

    private static void put(ByteBuffer bytes, @Nullable Long value) {
        bytes.put((byte) (value == null ? 0 : 1)).putLong(value == null ? 0 : value);
    }

    /// `"alarm.event" ‖ about (8) ‖ number (4) ‖ at (8) ‖ account (8) ‖ what (4)`.
    static byte[] associated(CaseEvent of) {
        var name = "alarm.event".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 3 * Long.BYTES + 2 * Integer.BYTES)
                .put(name)
                .putLong(of.about())
                .putInt(of.number())
                .putLong(of.at().toEpochMilli())
                .putLong(of.account())
                .putInt(of.what().number())
                .array();
    }

    static Map<String, @Nullable Object> parameters(Case of) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("number", of.number());
        parameters.put("kind", of.kind().name());
        parameters.put("subject", of.subject().number());
        parameters.put("account", of.subject().account());
        parameters.put("severity", of.severity().number());
        parameters.put("opened", of.opened().toEpochMilli());
        parameters.put("times", of.times());
        parameters.put("last", of.last().toEpochMilli());
        parameters.put("owner", of.owner());
        parameters.put("level", of.level());
        parameters.put("due", millis(of.due()));
        parameters.put("closed", millis(of.closed()));
        parameters.put("events", of.events());
        return parameters;
    }

    static @Nullable Long millis(@Nullable Instant at) {
        return at == null ? null : at.toEpochMilli();
    }
}
