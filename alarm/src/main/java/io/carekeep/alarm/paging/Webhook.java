package io.carekeep.alarm.paging;

/// Tells a program.
final class Webhook implements Channel {

    static final String NAME = "webhook";

    private final SignedTarget target;
    private final SignedPost post;

    Webhook(SignedTarget target, SignedPost post) {
        this.target = target;
        this.post = post;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean sent(Page page) {
        return post.sent(target, page.id(), page.json());
    }
}
