package io.carekeep.access;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.Set;

/// What somebody asks for: a code of `PurposeOfUse` in http://terminology.hl7.org/CodeSystem/v3-ActReason, as it stands
/// in FHIR R4.
public record Purpose(String code) {

    private static final Set<String> CODES = Set.of(
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

    @Override
    public String toString() {
        return code;
    }
}
