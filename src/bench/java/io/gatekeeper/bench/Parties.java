package io.gatekeeper.bench;

import io.gatekeeper.bench.load.HttpCalls;
import io.gatekeeper.bench.load.HttpLoad;
import io.gatekeeper.identity.Role;
import io.gatekeeper.testing.CreditCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Who takes part: platforms, laboratories, an officer, and publishers in good standing and under guidance. */
public final class Parties {

    public static final List<String> PLATFORMS =
            List.of("huawei-appgallery", "xiaomi-getapps", "oppo-software-store", "vivo-appstore");
    private static final List<String> LABORATORIES = List.of("lab-beijing", "lab-shenzhen");
    private static final int PUBLISHERS = 200;
    private static final int CONNECTIONS = 8;

    private final int port;
    private final List<String> platformTokens = new ArrayList<>();
    private final List<String> laboratoryTokens = new ArrayList<>();
    private final String officer;
    private final List<String> inGoodStanding;
    private final List<String> underGuidance;

    Parties(Surroundings surroundings) {
        port = surroundings.gate().port();
        for (String platform : PLATFORMS) {
            platformTokens.add(surroundings.token(Role.PLATFORM, platform, platform + "-backend"));
        }
        for (String laboratory : LABORATORIES) {
            laboratoryTokens.add(surroundings.token(Role.LABORATORY, laboratory, "examiner-1"));
        }
        officer = surroundings.token(Role.REGULATOR, "miit", "officer-1");
        inGoodStanding = register(PUBLISHERS);
        underGuidance = newUnderGuidance(PUBLISHERS);
    }

    public final List<String> newUnderGuidance(int publishers) {
        List<String> registered = register(publishers);
        all(registered, this::measure);
        return registered;
    }

    /** New ones, in good standing. */
    public final List<String> register(int publishers) {
        List<String> registered =
                Stream.generate(CreditCodes::fresh).limit(publishers).toList();
        all(registered, this::registration);
        return registered;
    }

    private void all(List<String> publishers, Function<String, byte[]> request) {
        int[] next = new int[1];
        new HttpLoad(port, 201, connection -> request.apply(publishers.get(next[0]++)))
                .runTimes(CONNECTIONS, publishers.size());
    }

    private byte[] registration(String publisher) {
        return HttpCalls.request(
                "PUT",
                "/v1/publishers/" + publisher,
                officer,
                "{\"name\":\"发布者%s\",\"aliases\":[]}".formatted(publisher));
    }

    /** The request that puts a publisher under guidance. */
    public byte[] measure(String publisher) {
        return HttpCalls.request("POST", "/v1/measures", officer, """
                {"publisherId":"%s","type":"TRANSITIONAL_GUIDANCE","channel":"PHONE",\
                "legalBasis":"信管函〔2021〕292号","reason":"four batches within the year"}""".formatted(publisher));
    }

    public List<String> inGoodStanding() {
        return inGoodStanding;
    }

    public List<String> underGuidance() {
        return underGuidance;
    }

    public List<String> platformTokens() {
        return platformTokens;
    }

    public List<String> laboratoryTokens() {
        return laboratoryTokens;
    }
}
