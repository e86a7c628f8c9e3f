package io.carekeep.alarm.paging;

/// A way to tell somebody.
interface Channel {

    /// What pages that are still to be sent call it: never change.
    String name();

    /// Whether the page was taken by who carries it on.
    boolean sent(Page page);
}
