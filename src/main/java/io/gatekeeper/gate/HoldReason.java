package io.gatekeeper.gate;

/** Why a release is held. The codes are stable: clients switch on them. */
public enum HoldReason {
    PUBLISHER_UNVERIFIED(
            Recourse.CONFIRM,
            "The publisher's credit code is not registered; a regulator has to register it.",
            "发布者的统一社会信用代码尚未登记，须由主管部门登记。"),
    PUBLISHER_BARRED(
            Recourse.APPEAL,
            "A listing ban on the publisher is in force; no new release is listed until it is lifted.",
            "该发布者处于禁止上架措施期间，解除前不得上架任何新版本。"),
    PUBLISHER_UNDER_GUIDANCE(
            Recourse.WAIT,
            "The publisher is under transitional administrative guidance: every new release needs a passed technical test.",
            "该发布者处于过渡性行政指导措施期间，新上架及更新的应用须通过技术检测。"),
    SECTOR_REVIEW(
            Recourse.WAIT,
            "A review window is open: every publisher's releases of this kind need a passed technical test.",
            "行业集中检测期间，所有发布者的此类应用须通过技术检测。"),
    TEST_PENDING(Recourse.WAIT, "The technical test of this artifact has no verdict yet.", "该安装包的技术检测尚未得出结论。"),
    TEST_OVERDUE(
            Recourse.WAIT,
            "The technical test is past its due instant without a verdict and has been escalated; the release stays held.",
            "技术检测已超过规定期限仍无结论，已上报处理；该版本继续暂缓上架。"),
    TEST_FAILED(
            Recourse.FIX,
            "The artifact failed its technical test; mend the problems and submit a new artifact.",
            "该安装包未通过技术检测，请整改后提交新的安装包。"),
    AWAITING_ARTIFACT(
            Recourse.FIX,
            "The file of this release has not arrived, and its test cannot begin before; the test's clock runs.",
            "该版本的安装包文件尚未送达，检测无法开始；检测计时不停止。"),
    AWAITING_PUBLISHER(
            Recourse.FIX,
            "The laboratory has asked the publisher for information and the test's clock stands still until it answers.",
            "检测机构已要求发布者补充信息，答复前检测计时暂停。"),
    SCREENING_FAILED(
            Recourse.FIX,
            "The automatic screening could not read the file to its end, so a laboratory has to; check that it is a sound package.",
            "自动筛查未能完整读取安装包文件，须由检测机构人工检查；请确认文件完好。"),
    FILING_MISSING(
            Recourse.FIX,
            "The submission names no filing number; submit it again with the one the app was filed under.",
            "提交内容缺少APP备案号，请补充备案号后重新提交。"),
    EVIDENCE_UNAVAILABLE(
            Recourse.WAIT,
            "A fact the decision needs could not be established; what is unknown is held.",
            "作出决定所需的事实暂时无法核实；未能核实的一律暂缓上架。");

    private final Recourse recourse;
    private final Message message;

    HoldReason(Recourse recourse, String en, String zh) {
        this.recourse = recourse;
        this.message = new Message(en, zh);
    }

    public Recourse recourse() {
        return recourse;
    }

    public Message message() {
        return message;
    }
}
