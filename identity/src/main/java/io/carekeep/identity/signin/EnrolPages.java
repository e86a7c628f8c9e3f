package io.carekeep.identity.signin;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.Enrolments;
import io.carekeep.identity.PasswordRules;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/// Where a one-time link leads: a person chooses their password, the first administrator also their name.
@Controller
final class EnrolPages {

    private static final String PATH = "/enrol";
    private static final String PAGE = "identity/enrol";

    /// What a program sends.
    record Choice(
            @Nullable String token,
            @Nullable String name,
            @Nullable String password) {

        @Override
        public String toString() {
            return "[choice]";
        }
    }

    /// The account that can sign in now.
    record Enrolled(long account) {}

    private final Enrolments enrolments;

    EnrolPages(Enrolments enrolments) {
        this.enrolments = enrolments;
    }

    @GetMapping(PATH)
    ModelAndView page(@RequestParam(defaultValue = "") String token) {
        return form(token, "", HttpStatus.OK);
    }

    private ModelAndView form(String token, String error, HttpStatus status) {
        var model = new HashMap<String, Object>();
        model.put("token", token);
        model.put("error", error);
        model.put("least", PasswordRules.CHARACTERS_MIN);
        model.put("name", "");
        var wanted = enrolments.wanted(token);
        model.put("state", wanted.isPresent() ? "open" : "closed");
        wanted.ifPresent(asked -> {
            switch (asked) {
                case Enrolments.Wanted.PasswordOnly(var name) -> model.put("name", name.text());
                case Enrolments.Wanted.NameAndPassword() -> model.put("state", "first");
            }
        });
        return new ModelAndView(PAGE, model, wanted.isPresent() ? status : HttpStatus.NOT_FOUND);
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Enrolled> enrol(@RequestBody Choice choice, HttpServletRequest request) {
        return ResponseEntity.ok(new Enrolled(enrolments.accept(
                text(choice.token()), text(choice.name()), text(choice.password()), Loopback.from(request))));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ModelAndView enrol(
            @RequestParam String token,
            @RequestParam(defaultValue = "") String name,
            @RequestParam String password,
            @RequestParam String again,
            HttpServletRequest request) {
        try {
            if (!password.equals(again)) {
                throw new Refused(
                        new Problem.Invalid("password", "the two passwords are not the same: type them again"));
            }
            enrolments.accept(token, name, password, Loopback.from(request));
            return new ModelAndView(PAGE, "state", "done");
        } catch (Refused refused) {
            return form(
                    token,
                    refused.problem().inWords(),
                    HttpStatus.valueOf(refused.problem().status()));
        }
    }
}
