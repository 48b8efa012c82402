package io.gatekeeper.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * Who has to do what next, and by when.
 *
 * @param dueAt always present for a held release; a platform lists a cleared one when it likes, one cleared for a time by its
 *              end
 */
public record NextAction(Owner by, Action what, Optional<Instant> dueAt) {

    /** Who has the next move. */
    public enum Owner {
        PLATFORM,
        PUBLISHER,
        LABORATORY,
        REGULATOR
    }

    /** What the next move is. The codes are stable: clients switch on them. */
    public enum Action {
        REPORT_LISTING(Owner.PLATFORM, "List the version and report the listing.", "上架该版本并报告上架。"),
        UPLOAD_ARTIFACT(Owner.PLATFORM, "Upload the file of the release.", "上传该版本的安装包文件。"),
        CONCLUDE_TEST(Owner.LABORATORY, "Conclude the technical test.", "完成技术检测并作出结论。"),
        RESOLVE_OVERDUE_TEST(Owner.REGULATOR, "See to the technical test that is past its due instant.", "督办已超期的技术检测。"),
        ANSWER_LABORATORY(Owner.PUBLISHER, "Answer the laboratory's request for information.", "答复检测机构的信息补充要求。"),
        SUBMIT_MENDED_ARTIFACT(
                Owner.PUBLISHER, "Mend the problems found and submit a new artifact.", "整改所发现的问题并提交新的安装包。"),
        SUPPLY_FILING_NUMBER(Owner.PLATFORM, "Submit the release again with its filing number.", "补充APP备案号后重新提交。"),
        REGISTER_PUBLISHER(Owner.REGULATOR, "Register the publisher's credit code.", "登记发布者的统一社会信用代码。"),
        REVIEW_LISTING_BAN(Owner.REGULATOR, "Review the listing ban.", "复核禁止上架措施。"),
        PURSUE_OVERDUE_ACTION(
                Owner.REGULATOR, "See to what should have been done for this release and was not.", "督办该版本逾期未办的事项。"),
        RESTORE_EVIDENCE(Owner.REGULATOR, "Establish the missing fact.", "核实缺失的事实。");

        private final Owner owner;
        private final Message message;

        Action(Owner owner, String en, String zh) {
            this.owner = owner;
            this.message = new Message(en, zh);
        }

        public Message message() {
            return message;
        }
    }

    static NextAction of(Action what, Instant dueAt) {
        return new NextAction(what.owner, what, Optional.of(dueAt));
    }

    static NextAction whenever(Action what) {
        return new NextAction(what.owner, what, Optional.empty());
    }
}
