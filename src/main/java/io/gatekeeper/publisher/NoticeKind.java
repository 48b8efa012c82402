package io.gatekeeper.publisher;

/** What a public notice is. All but the batch repeat apps that a batch has named already. */
public enum NoticeKind {
    BATCH,
    /** 回头看 */
    RE_CHECK,
    /** 下架 */
    DELISTING,
    YEARLY_SUMMARY,
    SPECIAL
}
