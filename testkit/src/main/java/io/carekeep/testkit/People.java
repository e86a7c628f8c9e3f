package io.carekeep.testkit;

/// People for tests: invented, and they look it.
public final class People {

    private People() {}

    /// A patient of record number TEST-0001.
    public static String amina() {
        return """
                {"resourceType":"Patient","active":true,
                 "identifier":[{"system":"urn:example:record","value":"TEST-0001"}],
                 "name":[{"family":"Testwoman","given":["Amina"]}],"gender":"female","birthDate":"1970-01-02"}""";
    }

    /// A patient of record number TEST-0002.
    public static String bruno() {
        return """
                {"resourceType":"Patient","active":true,
                 "identifier":[{"system":"urn:example:record","value":"TEST-0002"}],
                 "name":[{"family":"Testman","given":["Bruno"]}],"gender":"male","birthDate":"1981-05-12"}""";
    }

    /// A body weight of somebody.
    /// @param patient a reference such as `Patient/1`
    public static String weight(String patient, String kilograms, String day) {
        return """
                {"resourceType":"Observation","status":"final",
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},
                 "subject":{"reference":"%s"},"effectiveDateTime":"%s",
                 "valueQuantity":{"value":%s,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}""".formatted(patient, day, kilograms);
    }
}
