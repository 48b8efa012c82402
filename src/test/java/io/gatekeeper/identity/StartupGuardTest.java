package io.gatekeeper.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.identity.StartupGuard.Posture;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupGuardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "starts", textBlock = """
            # oidc  | verifier | development | profile | http host     | management host | inside | refusal
              true  | true     | false       | prod    | 0.0.0.0       | 0.0.0.0         | false  | starts
              true  | true     | false       | local   | 0.0.0.0       | 127.0.0.1       | false  | starts
              true  | true     | true        | local   | 127.0.0.1     | 127.0.0.1       | false  | starts
              true  | true     | true        | local   | localhost     | 127.0.0.53      | false  | starts
              true  | true     | true        | local   | ::1           | [::1]           | false  | starts
              false | true     | false       | prod    | 127.0.0.1     | 127.0.0.1       | false  | without authentication
              false | true     | true        | local   | 127.0.0.1     | 127.0.0.1       | false  | without authentication
              true  | false    | false       | prod    | 127.0.0.1     | 127.0.0.1       | false  | without authentication
              true  | false    | true        | local   | 127.0.0.1     | 127.0.0.1       | false  | without authentication
              true  | true     | true        | prod    | 127.0.0.1     | 127.0.0.1       | false  | production profile
              true  | true     | true        | local   | 0.0.0.0       | 127.0.0.1       | false  | quarkus.http.host is 0.0.0.0
              true  | true     | true        | local   | ::            | 127.0.0.1       | false  | quarkus.http.host is ::
              true  | true     | true        | local   | 192.168.1.7   | 127.0.0.1       | false  | quarkus.http.host is 192.168.1.7
              true  | true     | true        | local   | 127.evil.test | 127.0.0.1       | false  | quarkus.http.host is 127.evil.test
              true  | true     | true        | local   | 127.0.0.1     | 0.0.0.0         | false  | quarkus.management.host is 0.0.0.0
              true  | true     | false       | prod    | 127.0.0.1     | 127.0.0.1       | true   | other than public addresses
              true  | true     | false       | local   | 127.0.0.1     | 127.0.0.1       | true   | starts
            """)
    void startsOnlyWhenItKnowsWhoIsCalling(
            boolean oidcEnabled,
            boolean verifierConfigured,
            boolean developmentIssuer,
            String profile,
            String httpHost,
            String managementHost,
            boolean fetchesFromInside,
            String refusal) {
        var answer = StartupGuard.refusal(new Posture(
                oidcEnabled,
                verifierConfigured,
                developmentIssuer,
                Set.of(profile),
                httpHost,
                managementHost,
                fetchesFromInside));

        if (refusal == null) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer)
                    .get()
                    .asString()
                    .contains(refusal)
                    .doesNotContain("\n")
                    .endsWith(".");
        }
    }
}
