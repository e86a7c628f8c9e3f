package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.List;
import org.springframework.stereotype.Component;

/// Leads an entry of a batch to the interaction that serves the same address over HTTP.
@Component
final class BatchRoutes {

    private static final String HISTORY = "_history";

    private final ReadInteraction read;
    private final HistoryInteraction history;
    private final SearchInteraction search;
    private final CreateInteraction create;
    private final UpdateInteraction update;
    private final PatchInteraction patch;
    private final DeleteInteraction delete;
    private final OperationRoutes operations;

    BatchRoutes(
            ReadInteraction read,
            HistoryInteraction history,
            SearchInteraction search,
            CreateInteraction create,
            UpdateInteraction update,
            PatchInteraction patch,
            DeleteInteraction delete,
            OperationRoutes operations) {
        this.read = read;
        this.history = history;
        this.search = search;
        this.create = create;
        this.update = update;
        this.patch = patch;
        this.delete = delete;
        this.operations = operations;
    }

    Reply reply(Caller caller, Ask whole, BatchEntry entry) {
        var path = entry.path(whole.base());
        var ask = entry.ask(whole);
        if (path.getLast().startsWith("$")) {
            return operations.reply(caller, ask, entry.method(), path);
        }
        return switch (entry.method()) {
            case "GET", "HEAD" -> get(caller, ask, path);
            case "POST" -> post(caller, ask, path);
            case "PUT" -> put(caller, ask, path);
            case "PATCH" -> patch(caller, ask, path);
            case "DELETE" -> delete(caller, ask, path);
            default -> throw new Refused(new Problem.NoSuchInteraction("There is no such method."));
        };
    }

    private Reply get(Caller caller, Ask ask, List<String> path) {
        boolean past = path.getLast().equals(HISTORY);
        return switch (path.size()) {
            case 1 -> past ? history.ofSystem(caller, ask) : search.search(caller, ask, path.getFirst());
            case 2 ->
                past
                        ? history.ofType(caller, ask, path.getFirst())
                        : read.read(caller, ask, path.getFirst(), path.get(1));
            case 3 -> {
                if (!past) {
                    throw nowhere();
                }
                yield history.ofInstance(caller, ask, path.getFirst(), path.get(1));
            }
            case 4 -> {
                if (!path.get(2).equals(HISTORY)) {
                    throw nowhere();
                }
                yield read.vread(caller, ask, path.getFirst(), path.get(1), path.get(3));
            }
            default -> throw nowhere();
        };
    }

    private Reply post(Caller caller, Ask ask, List<String> path) {
        if (path.size() == 2 && path.get(1).equals("_search")) {
            return search.search(caller, ask, path.getFirst());
        }
        if (path.size() != 1) {
            throw nowhere();
        }
        return create.create(caller, ask, path.getFirst());
    }

    private Reply put(Caller caller, Ask ask, List<String> path) {
        return switch (path.size()) {
            case 1 -> update.conditional(caller, ask, path.getFirst());
            case 2 -> update.update(caller, ask, path.getFirst(), path.get(1));
            default -> throw nowhere();
        };
    }

    private Reply patch(Caller caller, Ask ask, List<String> path) {
        return switch (path.size()) {
            case 1 -> patch.conditional(caller, ask, path.getFirst());
            case 2 -> patch.patch(caller, ask, path.getFirst(), path.get(1));
            default -> throw nowhere();
        };
    }

    private Reply delete(Caller caller, Ask ask, List<String> path) {
        return switch (path.size()) {
            case 1 -> delete.conditional(caller, ask, path.getFirst());
            case 2 -> delete.delete(caller, ask, path.getFirst(), path.get(1));
            default -> throw nowhere();
        };
    }

    static Refused nowhere() {
        return new Refused(new Problem.Missing("address"));
    }
}
