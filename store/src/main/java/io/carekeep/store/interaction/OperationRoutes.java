package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.List;
import org.springframework.stereotype.Component;

/// Leads an entry of a batch to an operation.
@Component
final class OperationRoutes {

    private final EverythingInteraction everything;
    private final MetaInteraction meta;
    private final ValidateInteraction validate;
    private final ExportInteraction export;

    OperationRoutes(
            EverythingInteraction everything,
            MetaInteraction meta,
            ValidateInteraction validate,
            ExportInteraction export) {
        this.everything = everything;
        this.meta = meta;
        this.validate = validate;
        this.export = export;
    }

    Reply reply(Caller caller, Ask ask, String method, List<String> path) {
        boolean post = method.equals("POST");
        if (!post && !method.equals("GET")) {
            throw new Refused(new Problem.NoSuchInteraction("Operations are asked for with GET or POST."));
        }
        var type = path.getFirst();
        return switch (path.getLast()) {
            case "$everything" -> {
                if (path.size() != 3 || !type.equals("Patient")) {
                    throw BatchRoutes.nowhere();
                }
                yield post
                        ? everything.posted(caller, ask, path.get(1))
                        : everything.everything(caller, ask, path.get(1));
            }
            case "$meta" -> {
                if (path.size() != 3) {
                    throw BatchRoutes.nowhere();
                }
                yield meta.meta(caller, ask, type, path.get(1));
            }
            case "$validate" ->
                switch (path.size()) {
                    case 2 -> validate.ofType(caller, ask, type);
                    case 3 -> validate.ofInstance(caller, ask, type, path.get(1));
                    default -> throw BatchRoutes.nowhere();
                };
            case "$export" -> export.export(caller);
            default -> throw new Refused(new Problem.Missing("operation"));
        };
    }
}
