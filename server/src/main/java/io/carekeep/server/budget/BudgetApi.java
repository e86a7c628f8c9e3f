package io.carekeep.server.budget;

import io.carekeep.access.Caller;
import io.carekeep.access.budget.Count;
import io.carekeep.access.budget.Lift;
import io.carekeep.access.budget.Spending;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Tells callers how much of their budgets is left and lets them see more for a time; security officers and
/// administrators look at all, lift them, and name canaries.
@RestController
final class BudgetApi {

    /// @param text why, in the caller's words
    record Asked(
            @Nullable String text,
            @Nullable Integer percent,
            @Nullable Integer hours) {

        @Override
        public String toString() {
            return "[budget]";
        }
    }

    /// @param patient such as `Patient/1`
    record Named(@Nullable String patient) {

        @Override
        public String toString() {
            return "[canary]";
        }
    }

    /// @param within `hour`, `day` or `month`, which is thirty days
    record Left(String within, long seen, long budget) {

        static Left of(Count count) {
            return new Left(count.window().word(), count.used(), count.most());
        }
    }

    record Lifted(long number, long account, Instant from, Instant until, int percent) {

        static ResponseEntity<Lifted> of(Lift lift) {
            return ResponseEntity.status(HttpStatus.CREATED)
                    .body(new Lifted(lift.number(), lift.account(), lift.from(), lift.until(), lift.percent()));
        }
    }

    record Canary(String patient, Instant since) {}

    private final BudgetDesk desk;

    BudgetApi(BudgetDesk desk) {
        this.desk = desk;
    }

    @GetMapping("/access/budget")
    List<Left> own(Caller caller) {
        return desk.own(caller).stream().map(Left::of).toList();
    }

    @PostMapping("/access/budget")
    ResponseEntity<Lifted> liftOwn(Caller caller, @RequestBody Asked asked) {
        return Lifted.of(desk.liftOwn(caller, asked.text()));
    }

    @GetMapping("/admin/budgets")
    List<Spending> list(Caller caller) {
        return desk.list(caller);
    }

    @GetMapping("/admin/budgets/{account}")
    Spending show(Caller caller, @PathVariable long account) {
        return desk.show(caller, account);
    }

    @PostMapping("/admin/budgets/{account}/lift")
    ResponseEntity<Lifted> lift(Caller caller, @PathVariable long account, @RequestBody Asked asked) {
        return Lifted.of(desk.lift(caller, account, orNone(asked.percent()), orNone(asked.hours()), asked.text()));
    }

    private static int orNone(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    @GetMapping("/admin/canaries")
    List<Canary> canaries(Caller caller) {
        return desk.canaries(caller).stream()
                .map(each -> new Canary(each.address(), Instant.ofEpochMilli(each.at())))
                .toList();
    }

    @PostMapping("/admin/canaries")
    ResponseEntity<Void> name(Caller caller, @RequestBody Named named) {
        desk.name(caller, named.patient() == null ? "" : named.patient());
        return ResponseEntity.status(HttpStatus.CREATED).build();
    }

    @DeleteMapping("/admin/canaries/Patient/{id}")
    ResponseEntity<Void> takeBack(Caller caller, @PathVariable String id) {
        desk.takeBack(caller, "Patient/" + id);
        return ResponseEntity.noContent().build();
    }
}
