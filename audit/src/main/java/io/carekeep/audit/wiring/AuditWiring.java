package io.carekeep.audit.wiring;

import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.numbering.Numbering;
import io.carekeep.audit.numbering.Publisher;
import io.carekeep.audit.numbering.Sequencer;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Builds what numbers the log and brings its tiles outside.
@Configuration(proxyBeanMethods = false)
public class AuditWiring {

    @Bean
    Numbering numbering(Database database, Vault vault, AuditSettings settings, Clock clock) {
        var signer = NoteSigner.log(vault.auditSigner());
        var sequencer = new Sequencer(database.sql(), database.transactions(), signer, clock);
        var publishers = settings.tiles().stream()
                .map(folder ->
                        new Publisher(database.sql(), database.transactions(), signer.key(), new TileFolder(folder)))
                .toList();
        return new Numbering(sequencer, publishers);
    }
}
