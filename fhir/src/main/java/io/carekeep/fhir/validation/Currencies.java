package io.carekeep.fhir.validation;

import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/// The required binding of Money.currency. FHIR refers to ISO 4217, whose codes the platform knows.
final class Currencies {

    static final Codes CODES = new Codes(
            Currency.getAvailableCurrencies().stream()
                    .map(Currency::getCurrencyCode)
                    .collect(Collectors.toUnmodifiableSet()),
            Set.of("urn:iso:std:iso:4217"));

    private Currencies() {}
}
