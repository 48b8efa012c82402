package io.gatekeeper.publisher;

/**
 * What can be wrong with an app, by the violation codes of the instruments.
 *
 * <p>Sources: 信管函〔2019〕337号, 信管函〔2020〕164号, T/TAF 078 (user rights), by number of the item.
 */
public enum ProblemCode {
    PI_COLLECT_PRIVATE("私自收集个人信息", "collection without notice and consent", "337 (2019) 1"),
    PI_COLLECT_EXCESS("超范围收集个人信息", "collection beyond purpose or frequency", "337 (2019) 2, TAF 078.1"),
    PI_SHARE_PRIVATE("私自共享给第三方", "sharing without consent", "337 (2019) 3"),
    FORCED_TARGETED_PUSH("强制用户使用定向推送功能", "targeting without a label or off switch", "337 (2019) 4, TAF 078.2"),
    PERM_NO_GRANT_NO_USE("不给权限不让用", "refuses to run without a permission", "337 (2019) 5"),
    PERM_FREQUENT("频繁申请权限", "asks again after refusal", "337 (2019) 6"),
    PERM_EXCESS("过度索取权限", "permission unrelated to function", "337 (2019) 7"),
    ACCOUNT_CANCEL_HARD("账号注销难", "obstacles to closing an account", "337 (2019) 8"),
    PI_COLLECT_ILLEGAL("违规收集个人信息", "unlawful collection", "TAF 078.6"),
    PI_USE_ILLEGAL("违规使用个人信息", "unlawful use", "TAF 078.5"),
    PERM_FORCED_FREQ_EXCESS("APP强制、频繁、过度索取权限", "forced, frequent or excessive permission requests", "164 (2020)"),
    AUTOSTART("APP频繁自启动和关联启动", "frequent self-start and associated start", "TAF 078.10"),
    DECEIVE_MISLEAD("欺骗误导强迫用户", "deceiving, misleading, uncloseable windows", "TAF 078.7"),
    /** The platform's fault, not the publisher's. */
    STORE_INFO_INSUFFICIENT("应用分发平台上的APP信息明示不到位", "listing information missing", "TAF 078.9"),
    /** The platform's fault, not the publisher's. */
    STORE_DUTY_FAIL("应用分发平台管理责任落实不到位", "platform duty not met", "TAF 078.8"),
    SDK_INFO_INSUFFICIENT("SDK信息公示不到位", "embedded SDKs not disclosed", "recent notices"),
    TECH_CONFRONTATION("采取技术对抗", "evading inspection, e.g. behaviour switched from a server", "2021 draft");

    private final String zh;
    private final String en;
    private final String source;

    ProblemCode(String zh, String en, String source) {
        this.zh = zh;
        this.en = en;
        this.source = source;
    }

    /** The words the notices use. */
    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /** The instrument and item it comes from. */
    public String source() {
        return source;
    }
}
