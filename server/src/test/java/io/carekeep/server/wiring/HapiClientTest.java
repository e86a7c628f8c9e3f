package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.exceptions.FhirClientConnectionException;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.AuthenticationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import io.carekeep.server.local.LocalClient;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.http.impl.client.HttpClients;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// HAPI's client, which knows nothing of Carekeep, over TLS with a certificate of the local authority.
@Safeguard({"164.312(e)(1)", "164.312(e)(2)(ii)"})
final class HapiClientTest {

    @TempDir
    private static Path place;

    private static ServerProcess server;
    private static IGenericClient stranger;
    private static IGenericClient client;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(place);
        stranger = client(trusting(authority()));
        client = client(trusting(authority()));
        client.registerInterceptor(new BearerTokenAuthInterceptor(server.token()));
    }

    @AfterAll
    static void end() throws Exception {
        server.end();
    }

    private static Path authority() {
        try (var local = LocalClient.of(server.home())) {
            return Path.of(local.ask("authority", "").strip());
        }
    }

    private static IGenericClient client(SSLContext trust) {
        var context = FhirContext.forR4();
        context.getRestfulClientFactory()
                .setHttpClient(HttpClients.custom().setSSLContext(trust).build());
        return context.newRestfulGenericClient(server.run().base().toString());
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Patient amina(String record) {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(Patient.class, People.amina().replace("TEST-0001", record));
    }

    @Test
    void a_client_that_does_not_know_the_authority_does_not_connect() throws Exception {
        var wary = client(SSLContext.getDefault());
        assertThatThrownBy(() ->
                        wary.capabilities().ofType(CapabilityStatement.class).execute())
                .isInstanceOf(FhirClientConnectionException.class);
    }

    @Test
    void the_capability_statement_is_understood() {
        var statement =
                stranger.capabilities().ofType(CapabilityStatement.class).execute();
        assertThat(statement.getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(statement.getRestFirstRep().getResource()).hasSizeGreaterThan(140);
    }

    @Test
    void a_stranger_reads_and_writes_nothing() {
        assertThatThrownBy(() -> stranger.create().resource(amina("TEST-0100")).execute())
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> stranger.search().forResource(Patient.class).execute())
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void a_record_is_made_read_changed_found_and_deleted() {
        var made = client.create().resource(amina("TEST-0101")).execute();
        assertThat(made.getCreated()).isTrue();
        var id = made.getId().toUnqualifiedVersionless();

        var read = client.read().resource(Patient.class).withId(id).execute();
        assertThat(read.getNameFirstRep().getFamily()).isEqualTo("Testwoman");
        read.addAddress().setCity("Testham");
        var updated = client.update().resource(read).execute();
        assertThat(updated.getId().getIdPart()).isEqualTo(id.getIdPart());
        assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
        var changed = client.read().resource(Patient.class).withId(id).execute();
        assertThat(changed.getIdElement().getVersionIdPart()).isEqualTo("2");
        assertThat(changed.getAddressFirstRep().getCity()).isEqualTo("Testham");

        assertThat(found("TEST-0101").getEntry())
                .extracting(entry -> entry.getResource().getIdElement().getIdPart())
                .containsExactly(id.getIdPart());
        assertThat(found("TEST-0199").getEntry()).isEmpty();

        client.delete().resourceById(id).execute();
        assertThatThrownBy(
                        () -> client.read().resource(Patient.class).withId(id).execute())
                .isInstanceOf(ResourceGoneException.class);
        assertThat(found("TEST-0101").getEntry()).isEmpty();
    }

    private static Bundle found(String record) {
        return client.search()
                .forResource(Patient.class)
                .where(Patient.IDENTIFIER.exactly().systemAndIdentifier("urn:example:record", record))
                .returnBundle(Bundle.class)
                .execute();
    }

    @Test
    void a_transaction_links_what_it_makes() {
        var patient = amina("TEST-0102");
        var weight = FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(
                        Observation.class,
                        People.weight("urn:uuid:11111111-1111-4111-8111-111111111111", "71.5", "2024-05-01"));
        var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        bundle.addEntry()
                .setFullUrl("urn:uuid:11111111-1111-4111-8111-111111111111")
                .setResource(patient)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Patient");
        bundle.addEntry()
                .setResource(weight)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl("Observation");

        assertThat(client.transaction().withBundle(bundle).execute().getEntry())
                .allSatisfy(entry -> assertThat(entry.getResponse().getStatus()).startsWith("201"));

        var weights = client.search()
                .forResource(Observation.class)
                .where(Observation.PATIENT.hasChainedProperty(
                        Patient.IDENTIFIER.exactly().systemAndIdentifier("urn:example:record", "TEST-0102")))
                .include(Observation.INCLUDE_PATIENT)
                .returnBundle(Bundle.class)
                .execute();
        assertThat(weights.getEntry())
                .extracting(entry -> entry.getResource().fhirType())
                .containsExactly("Observation", "Patient");
    }
}
