package io.gatekeeper.screening;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What a publisher declares of an app, in the shape of a release request's {@code declarations}; an absent list declares
 * nothing.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Declared(
        List<Permission> permissions,
        List<Sdk> sdks,
        List<Information> collectedPersonalInformation,
        List<Information> sharedPersonalInformation) {

    public static final Declared NOTHING = new Declared(null, null, null, null);

    public Declared {
        permissions = copy(permissions);
        sdks = copy(sdks);
        collectedPersonalInformation = copy(collectedPersonalInformation);
        sharedPersonalInformation = copy(sharedPersonalInformation);
    }

    /** @param name of the permission; for iOS the key of the usage description */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Permission(String name, String purpose) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Sdk(String name, String provider, String purpose, List<String> personalInformation) {

        public Sdk {
            personalInformation = copy(personalInformation);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Information(String kind, String purpose) {}

    private static <T> List<T> copy(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
