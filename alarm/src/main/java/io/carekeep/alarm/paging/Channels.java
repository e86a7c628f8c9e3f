package io.carekeep.alarm.paging;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ways in which this site is told.
public final class Channels {

    private final Map<String, Channel> all = new HashMap<>();

    /// @param mail null when nobody is mailed
    /// @param webhook null when no program is told
    public Channels(@Nullable MailSettings mail, @Nullable SignedTarget webhook, SignedPost post, Clock clock) {
        if (mail != null) {
            add(Mail.first(mail, clock));
            add(Mail.escalated(mail, clock));
        }
        if (webhook != null) {
            add(new Webhook(webhook, post));
        }
    }

    private void add(Channel channel) {
        all.put(channel.name(), channel);
    }

    /// The names of those that are told first, and of those that are told when nobody took an alarm in time.
    public static List<Set<String>> lists(@Nullable MailSettings mail, @Nullable SignedTarget webhook) {
        var lists = new ArrayList<Set<String>>();
        for (var name : List.of(Mail.NAME, Mail.ESCALATED)) {
            var list = new HashSet<String>();
            if (mail != null) {
                list.add(name);
            }
            if (webhook != null) {
                list.add(Webhook.NAME);
            }
            lists.add(list);
        }
        return lists;
    }

    Optional<Channel> find(String name) {
        return Optional.ofNullable(all.get(name));
    }
}
