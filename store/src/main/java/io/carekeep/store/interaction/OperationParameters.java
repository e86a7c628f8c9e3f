package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operation is given: https://hl7.org/fhir/R4/parameters.html.
/// @param simple names and values
/// @param resource the node of the parameter `resource`, or [Json#NONE]
record OperationParameters(List<Parameter> simple, @Nullable Json doc, int resource) {

    private static final OperationParameters NONE = new OperationParameters(List.of(), null, Json.NONE);

    /// What came as a Parameters resource; nothing when nothing came.
    static OperationParameters of(Content content) {
        if (content.isEmpty()) {
            return NONE;
        }
        return of(content.resource("Parameters"));
    }

    static OperationParameters of(Json doc) {
        var simple = new ArrayList<Parameter>();
        int resource = Json.NONE;
        int list = doc.get(0, "parameter");
        int ordinal = 0;
        for (int each = list == Json.NONE ? Json.NONE : doc.first(list);
                each != Json.NONE;
                each = doc.next(each, list)) {
            var name = doc.text(each, "name");
            if (name == null) {
                throw new Refused(new Problem.Invalid("Parameters.parameter[" + ordinal + "].name", "a name"));
            }
            int value = value(doc, each);
            if (name.equals("resource")) {
                resource = doc.get(each, "resource");
            } else if (value != Json.NONE) {
                simple.add(new Parameter(name, doc.text(value)));
            }
            ordinal++;
        }
        return new OperationParameters(List.copyOf(simple), doc, resource);
    }

    private static int value(Json doc, int parameter) {
        for (int child = doc.first(parameter); child != Json.NONE; child = doc.next(child, parameter)) {
            var name = doc.nameText(child);
            if (name != null && name.startsWith("value")) {
                return switch (doc.kind(child)) {
                    case STRING, NUMBER, TRUE, FALSE -> child;
                    case OBJECT, ARRAY, NULL -> Json.NONE;
                };
            }
        }
        return Json.NONE;
    }

    @Override
    public String toString() {
        return "parameters";
    }
}
