package io.carekeep.access;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.List;
import java.util.Map;

/// What somebody asks for: a code of `PurposeOfUse` in http://terminology.hl7.org/CodeSystem/v3-ActReason, as it stands
/// in FHIR R4.
public record Purpose(String code) {

    // Their places are stored: add at the end, never change. What is narrower than another follows it.
    private static final List<String> CODES = List.of(
            ("HMARKT HOPERAT CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP"
                            + " HSYSADMIN LABELING METAMGT MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV"
                            + " HTEST TRAIN HPAYMT CLMATTCH COVAUTH COVERAGE ELIGDTRM ELIGVER ENROLLM MILDCRG REMITADV"
                            + " HRESCH BIORCH CLINTRCH CLINTRCHNPC CLINTRCHPC PRECLINTRCH DSRCH POARCH TRANSRCH PATRQT"
                            + " FAMRQT PWATRNY SUPNWK PUBHLTH DISASTER THREAT TREAT CLINTRL COC ETREAT BTG ERTREAT"
                            + " POPHLTH")
                    .split(" "));

    /// @throws Refused when there is no such purpose
    public Purpose {
        if (!CODES.contains(code)) {
            throw new Refused(new Problem.Invalid(
                    "purpose of use",
                    "a code of HL7's PurposeOfUse, such as TREAT, ETREAT, HPAYMT, HOPERAT or PATRQT"));
        }
    }

    private static final Map<String, String> LAST_BELOW = Map.of(
            "HOPERAT",
            "TRAIN",
            "HSYSADMIN",
            "METAMGT",
            "HPAYMT",
            "REMITADV",
            "COVERAGE",
            "MILDCRG",
            "HRESCH",
            "TRANSRCH",
            "CLINTRCH",
            "CLINTRCHPC",
            "PATRQT",
            "SUPNWK",
            "PUBHLTH",
            "THREAT",
            "TREAT",
            "POPHLTH",
            "ETREAT",
            "ERTREAT");

    /// Whether there is such a code.
    public static boolean exists(String code) {
        return CODES.contains(code);
    }

    /// The bit that stands for it.
    public long bit() {
        return 1L << CODES.indexOf(code);
    }

    /// All that there are.
    public static List<Purpose> all() {
        return CODES.stream().map(Purpose::new).toList();
    }

    /// Its bit and those of all that are narrower.
    public long bits() {
        int last = CODES.indexOf(LAST_BELOW.getOrDefault(code, code));
        return (2L << last) - bit();
    }

    @Override
    public String toString() {
        return code;
    }
}
