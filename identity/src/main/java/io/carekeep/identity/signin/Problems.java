package io.carekeep.identity.signin;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/// Words the refusals of this module's own addresses, which speak no FHIR, as RFC 9457 says.
@RestControllerAdvice("io.carekeep.identity")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refused refused) {
        var problem = refused.problem();
        var detail = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(problem.status()), problem.inWords());
        var headers = new HttpHeaders();
        if (problem instanceof Problem.TooMany many) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(many.seconds()));
        }
        if (problem instanceof Problem.TooWeak weak) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, weak.challenge());
        }
        return new ResponseEntity<>(detail, headers, detail.getStatus());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException unreadable) {
        return refused(new Refused(new Problem.Malformed("body", "a JSON object is expected")));
    }
}
