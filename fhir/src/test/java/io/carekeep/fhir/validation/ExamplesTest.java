package io.carekeep.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import io.carekeep.base.Problem;
import io.carekeep.fhir.definitions.Definitions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.Test;

/// HL7's own examples are clean, or HAPI's validator refuses them too. HAPI takes half a second for many of them, so
/// of those with the same kinds of faults it is asked about the smallest, and not about the specification's own bundle
/// of 15 MB, which takes it minutes; about each with `-Dlong=true`.
final class ExamplesTest {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int ASKED_BYTES_MAX = LONG ? Integer.MAX_VALUE : 1_000_000;

    private final Validator validator = new Validator(Definitions.r4());
    private int clean;
    private int refused;

    @Test
    void what_is_refused_of_hl7s_examples_is_refused_by_hapi_too() throws IOException {
        var asked = new TreeMap<String, Examples.Example>();
        Examples.specification(example -> look(example, asked));
        Examples.testCases(example -> look(example, asked));
        var hapi = hapi();
        var onlyHere = new ArrayList<String>();
        for (var example : asked.values()) {
            if (isClean(hapi, example)) {
                onlyHere.add(example.name());
            }
        }
        System.out.printf(
                "[reach] %d examples: %d clean, %d refused; HAPI was asked about %d of these and refuses %d%n",
                clean + refused, clean, refused, asked.size(), asked.size() - onlyHere.size());
        assertThat(clean).isGreaterThan(2_700);
        assertThat(onlyHere).isEmpty();
    }

    private void look(Examples.Example example, Map<String, Examples.Example> asked) {
        var faults = validator.validate(example.doc(), 0);
        if (faults.isEmpty()) {
            clean++;
            return;
        }
        refused++;
        // HAPI's validator looks at the types of references only when it can fetch what they lead to.
        if (faults.stream().allMatch(fault -> fault.text().startsWith("Expected a reference to "))) {
            return;
        }
        if (example.doc().bytes().length > ASKED_BYTES_MAX) {
            return;
        }
        asked.merge(
                LONG ? example.name() : kinds(faults),
                example,
                (one, other) -> one.doc().bytes().length <= other.doc().bytes().length ? one : other);
    }

    private static String kinds(List<Problem.Issue> faults) {
        return String.join(
                " ",
                faults.stream()
                        .map(fault -> fault.code()
                                + fault.place().replaceAll("\\[\\d+]", "").replaceAll("(\\.item)+", ".item"))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static boolean isClean(FhirValidator hapi, Examples.Example example) {
        var text = new String(example.doc().bytes(), StandardCharsets.UTF_8);
        return hapi.validateWithResult(text).getMessages().stream()
                .noneMatch(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0);
    }

    private static FhirValidator hapi() {
        var context = FhirContext.forR4();
        var support = new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context));
        var validator = context.newValidator();
        validator.registerValidatorModule(new FhirInstanceValidator(support));
        return validator;
    }
}
