package io.gatekeeper.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.identity.StartupGuard.Posture;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartupGuardTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "starts", textBlock = """
            # oidc  | verifier | development | profile | http host     | management host | refusal
              true  | true     | false       | prod    | 0.0.0.0       | 0.0.0.0         | starts
              true  | true     | false       | local   | 0.0.0.0       | 127.0.0.1       | starts
              true  | true     | true        | local   | 127.0.0.1     | 127.0.0.1       | starts
              true  | true     | true        | local   | localhost     | 127.0.0.53      | starts
              true  | true     | true        | local   | ::1           | [::1]           | starts
              false | true     | false       | prod    | 127.0.0.1     | 127.0.0.1       | without authentication
              false | true     | true        | local   | 127.0.0.1     | 127.0.0.1       | without authentication
              true  | false    | false       | prod    | 127.0.0.1     | 127.0.0.1       | without authentication
              true  | false    | true        | local   | 127.0.0.1     | 127.0.0.1       | without authentication
              true  | true     | true        | prod    | 127.0.0.1     | 127.0.0.1       | production profile
              true  | true     | true        | local   | 0.0.0.0       | 127.0.0.1       | quarkus.http.host is 0.0.0.0
              true  | true     | true        | local   | ::            | 127.0.0.1       | quarkus.http.host is ::
              true  | true     | true        | local   | 192.168.1.7   | 127.0.0.1       | quarkus.http.host is 192.168.1.7
              true  | true     | true        | local   | 127.evil.test | 127.0.0.1       | quarkus.http.host is 127.evil.test
              true  | true     | true        | local   | 127.0.0.1     | 0.0.0.0         | quarkus.management.host is 0.0.0.0
            """)
    void startsOnlyWhenItKnowsWhoIsCalling(
            boolean oidcEnabled,
            boolean verifierConfigured,
            boolean developmentIssuer,
            String profile,
            String httpHost,
            String managementHost,
            String refusal) {
        var answer = StartupGuard.refusal(new Posture(
                oidcEnabled, verifierConfigured, developmentIssuer, Set.of(profile), httpHost, managementHost));

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
