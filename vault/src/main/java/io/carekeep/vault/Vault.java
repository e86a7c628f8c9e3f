package io.carekeep.vault;

import io.carekeep.base.Check;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The open keys. The root, with its provider, wraps epoch keys and one key for each purpose; an epoch key wraps the
/// keys of homes.
public final class Vault {

    /// What a key is for, when it is no home's.
    private enum Purpose {
        EPOCH,
        SHARED,
        TOKENS,
        ACCOUNTS,
        IDS,
        PAGES,
        AUDIT,
        AUDIT_SIGNATURE,
        AUDIT_INDEX
    }

    private static final int KEY_BYTES = 32;
    private static final int FIRST = 1;

    private final KeyProvider provider;
    private final KeyTable table;
    private final SecureRandom random;
    private final Gcm gcm;
    private final ConcurrentSkipListMap<Integer, SecretKey> epochs = new ConcurrentSkipListMap<>();
    private final Sealer sealer;
    private final ConcurrentHashMap<Integer, Tokens> tokens = new ConcurrentHashMap<>();
    private final Tokens accounts;
    private final IdCipher ids;
    private final PageSeal pages;
    private final HomeKey shared;
    private final HomeKey audit;
    private final Signer auditSigner;
    private final Tokens auditIndex;

    private Vault(KeyProvider provider, JdbcClient sql, SecureRandom random, Clock clock) {
        this.provider = provider;
        this.table = new KeyTable(sql);
        this.random = random;
        this.gcm = new Gcm(random);
        this.sealer = new Sealer(random);
        destroyRetired();
        loadEpochs();
        tokens.put(latest(Purpose.TOKENS).getKey(), new Tokens(purposeKey(Purpose.TOKENS)));
        this.accounts = new Tokens(purposeKey(Purpose.ACCOUNTS));
        this.ids = new IdCipher(purposeKey(Purpose.IDS));
        this.pages = new PageSeal(purposeKey(Purpose.PAGES), random, clock);
        this.shared = purposeHome(Purpose.SHARED);
        this.audit = purposeHome(Purpose.AUDIT);
        this.auditSigner = new Signer(purposeKey(Purpose.AUDIT_SIGNATURE));
        this.auditIndex = new Tokens(purposeKey(Purpose.AUDIT_INDEX));
    }

    /// Opens the keys that the database holds, wrapped; makes them the first time.
    /// @throws KeysUnusable when the provider's root is not the one that wrapped them
    public static Vault open(KeyProvider provider, JdbcClient sql, SecureRandom random, Clock clock) {
        return new Vault(provider, sql, random, clock);
    }

    // Another process may have begun an epoch, or ended one.
    private void loadEpochs() {
        var wrapped = table.load(label(Purpose.EPOCH));
        if (wrapped.isEmpty()) {
            addEpoch(FIRST);
            wrapped = table.load(label(Purpose.EPOCH));
        }
        wrapped.forEach((epoch, key) -> {
            if (!epochs.containsKey(epoch)) {
                epochs.put(epoch, aes(provider.unwrap(epoch, label(Purpose.EPOCH), key)));
            }
        });
        epochs.keySet().retainAll(wrapped.keySet());
    }

    /// Takes up the epochs that another process has begun and drops those that it has ended.
    public void refresh() {
        loadEpochs();
    }

    private void addEpoch(int epoch) {
        provider.add(epoch);
        add(Purpose.EPOCH, epoch, epoch);
    }

    private void add(Purpose purpose, int generation, int slot) {
        table.add(label(purpose), generation, provider.wrap(slot, label(purpose), fresh()));
    }

    private byte[] purposeKey(Purpose purpose) {
        return provider.unwrap(
                KeyProvider.PERMANENT, label(purpose), latest(purpose).getValue());
    }

    private Map.Entry<Integer, byte[]> latest(Purpose purpose) {
        var wrapped = table.load(label(purpose));
        if (wrapped.isEmpty()) {
            add(purpose, FIRST, KeyProvider.PERMANENT);
            wrapped = table.load(label(purpose));
        }
        return Objects.requireNonNull(wrapped.lastEntry());
    }

    private HomeKey purposeHome(Purpose purpose) {
        return new HomeKey(0, 0, new byte[0], aes(purposeKey(purpose)));
    }

    /// A new random key for a home, wrapped under the current epoch's.
    public HomeKey newHome(long home) {
        return wrapped(home, fresh());
    }

    /// Opens a home's key.
    /// @throws Altered when it is not this home's
    /// @throws KeysUnusable when its epoch has been destroyed
    public HomeKey openHome(long home, int epoch, byte[] wrapped) {
        var epochKey = epochs.get(epoch);
        if (epochKey == null) {
            loadEpochs();
            epochKey = epochs.get(epoch);
        }
        if (epochKey == null) {
            throw new KeysUnusable("the keys of epoch " + epoch + " have been destroyed");
        }
        return new HomeKey(home, epoch, wrapped, aes(gcm.open(epochKey, wrapped, 0, associated(home, epoch))));
    }

    /// The same key, wrapped under the current epoch's.
    public HomeKey rewrapped(HomeKey key) {
        return wrapped(key.home(), key.key().getEncoded());
    }

    private HomeKey wrapped(long home, byte[] key) {
        var current = Objects.requireNonNull(epochs.lastEntry());
        int epoch = current.getKey();
        return new HomeKey(home, epoch, gcm.seal(current.getValue(), key, associated(home, epoch)), aes(key));
    }

    /// Starts a new epoch: from now on homes are wrapped under its key.
    public int newEpoch() {
        loadEpochs();
        int next = epochs.lastKey() + 1;
        addEpoch(next);
        loadEpochs();
        return next;
    }

    /// The epochs whose keys exist, oldest first.
    public List<Integer> epochs() {
        return List.copyOf(epochs.keySet());
    }

    /// The epoch that new keys are wrapped under.
    public int currentEpoch() {
        return epochs.lastKey();
    }

    /// Destroys an old epoch, with its provider and here. Whatever is still wrapped under it never opens again.
    public void destroyEpoch(int epoch) {
        retireEpoch(epoch);
        destroyRetired();
    }

    /// Ends an old epoch for everybody, as part of the current transaction: it waits for those who wrap under it, and
    /// from its commit on nobody does. Its key goes with it; its secret goes with [#destroyRetired()].
    public void retireEpoch(int epoch) {
        Check.that(epoch < epochs.lastKey(), "only an old epoch is destroyed");
        table.retire(epoch);
    }

    /// Destroys the secrets of ended epochs. A power cut before it is made good at the next start.
    public void destroyRetired() {
        for (int epoch : table.load(KeyTable.RETIRED).keySet()) {
            provider.destroy(epoch);
            epochs.remove(epoch);
            table.remove(KeyTable.RETIRED, epoch);
        }
    }

    /// Puts a new root in the place of the old one and wraps every key under it. Safe to repeat after a power cut.
    public void rotateRoot() {
        provider.rotateRoot();
        for (var purpose : Purpose.values()) {
            for (Map.Entry<Integer, byte[]> each : table.load(label(purpose)).entrySet()) {
                int slot = purpose == Purpose.EPOCH ? each.getKey() : KeyProvider.PERMANENT;
                var key = provider.unwrap(slot, label(purpose), each.getValue());
                table.replace(label(purpose), each.getKey(), provider.wrap(slot, label(purpose), key));
            }
        }
        provider.forgetOldRoot();
    }

    public Sealer sealer() {
        return sealer;
    }

    /// The token key of a generation.
    /// @throws KeysUnusable when it has been destroyed
    public Tokens tokens(int generation) {
        return tokens.computeIfAbsent(generation, each -> {
            var wrapped = table.load(label(Purpose.TOKENS)).get(each);
            if (wrapped == null) {
                throw new KeysUnusable("the token key of generation " + each + " has been destroyed");
            }
            return new Tokens(provider.unwrap(KeyProvider.PERMANENT, label(Purpose.TOKENS), wrapped));
        });
    }

    /// The generations whose token keys exist, oldest first.
    public List<Integer> tokenGenerations() {
        return List.copyOf(table.load(label(Purpose.TOKENS)).keySet());
    }

    /// Makes the token key of a new generation, as part of the current transaction, and returns which it is.
    public int newTokens() {
        int next = latest(Purpose.TOKENS).getKey() + 1;
        add(Purpose.TOKENS, next, KeyProvider.PERMANENT);
        return next;
    }

    /// Destroys the token key of a generation, as part of the current transaction.
    public void destroyTokens(int generation) {
        table.remove(label(Purpose.TOKENS), generation);
    }

    /// Forgets what is open here of all other token keys.
    public void keepTokens(Collection<Integer> generations) {
        tokens.keySet().retainAll(generations);
    }

    /// The key of account names, which a change of the token key leaves as it is.
    public Tokens accounts() {
        return accounts;
    }

    public IdCipher ids() {
        return ids;
    }

    public PageSeal pages() {
        return pages;
    }

    /// The key of what is nobody's in particular, such as the vocabulary.
    public HomeKey shared() {
        return shared;
    }

    /// The key of the audit log's content.
    public HomeKey audit() {
        return audit;
    }

    /// Signs what the audit log says of itself.
    public Signer auditSigner() {
        return auditSigner;
    }

    /// The key of what entries of the audit log are found by.
    public Tokens auditIndex() {
        return auditIndex;
    }

    private byte[] fresh() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    private static String label(Purpose purpose) {
        return purpose.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] associated(long home, int epoch) {
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(home)
                .putInt(epoch)
                .array();
    }
}
