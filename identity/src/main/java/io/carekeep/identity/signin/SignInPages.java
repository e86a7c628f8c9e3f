package io.carekeep.identity.signin;

import io.carekeep.access.Action;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.identity.AccessTokens;
import io.carekeep.identity.PasswordSignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;

/// Signs people in and out: browsers get a cookie, programs a token.
@Controller
final class SignInPages {

    private static final String PATH = "/sign-in";
    private static final String PAGE = "identity/sign-in";

    /// What a program sends.
    record Credentials(@Nullable String name, @Nullable String password) {

        @Override
        public String toString() {
            return "[credentials]";
        }
    }

    private final PasswordSignIn people;
    private final AccessTokens tokens;
    private final Gate gate;

    SignInPages(PasswordSignIn people, AccessTokens tokens, Gate gate) {
        this.people = people;
        this.tokens = tokens;
        this.gate = gate;
    }

    @GetMapping(PATH)
    ModelAndView page(HttpServletRequest request) {
        return page(SignedIn.in(request).isPresent(), "", HttpStatus.OK);
    }

    private static ModelAndView page(boolean signedIn, String error, HttpStatus status) {
        return new ModelAndView(PAGE, Map.of("signedIn", signedIn, "error", error), status);
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    TokenAnswer signIn(@RequestBody Credentials credentials, HttpServletRequest request) {
        return token(text(credentials.name()), text(credentials.password()), request);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    @PostMapping(
            path = PATH,
            consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    TokenAnswer signIn(@RequestParam String name, @RequestParam String password, HttpServletRequest request) {
        return token(name, password, request);
    }

    private TokenAnswer token(String name, String password, HttpServletRequest request) {
        return TokenAnswer.of(people.signIn(name, password, AccessTokens.Use.BEARER, Loopback.from(request)));
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ModelAndView signInBrowser(
            @RequestParam String name,
            @RequestParam String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        try {
            var issued = people.signIn(name, password, AccessTokens.Use.SESSION, Loopback.from(request));
            response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.set(issued));
            return new ModelAndView(seeOther());
        } catch (Refused refused) {
            return page(
                    false,
                    refused.problem().inWords(),
                    HttpStatus.valueOf(refused.problem().status()));
        }
    }

    private static View seeOther() {
        var view = new RedirectView(PATH);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }

    @PostMapping("/sign-out")
    ResponseEntity<Void> signOut(HttpServletRequest request) {
        var signedIn =
                SignedIn.in(request).orElseThrow(() -> new Refused(new Problem.Unauthenticated("nobody is signed in")));
        gate.pass(signedIn.caller(), Action.of(Interaction.REVOKE_TOKEN), permit -> {
            tokens.revoke(permit, signedIn.shown().text());
            return signedIn.caller();
        });
        return switch (signedIn.shown().use()) {
            case BEARER -> ResponseEntity.noContent().build();
            case SESSION ->
                ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .header(HttpHeaders.SET_COOKIE, SessionCookie.removed())
                        .location(URI.create(PATH))
                        .build();
        };
    }
}
