package io.gatekeeper.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatekeeper.publisher.StatusView.EffectView;
import io.gatekeeper.publisher.StatusView.EffectView.Listed;
import io.gatekeeper.publisher.StatusView.InForce;
import io.gatekeeper.publisher.StatusView.Window;
import io.gatekeeper.time.Ids;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusViewTest {

    private static final Instant NOW = Instant.parse("2021-11-24T07:00:00Z");

    private static final InForce MEASURE =
            new InForce(Ids.next(), MeasureType.TRANSITIONAL_GUIDANCE, MeasureView.State.IN_FORCE, NOW, false);

    private static final StatusView STATUS = new StatusView(
            new CreditCode("91350100M000100Y43"),
            "a company",
            Standing.UNDER_GUIDANCE,
            5,
            new Strikes("2021", 1, 3, List.of("MIIT-2021-1")),
            List.of(MEASURE),
            List.of(new Window(Ids.next(), NOW, NOW.plusSeconds(60), Set.of(ReleaseKind.NEW_LISTING))),
            new EffectView(Effect.HOLD_FOR_TEST, Effect.HOLD_FOR_TEST, Listed.UNTOUCHED),
            NOW,
            NOW,
            "2021-1",
            List.of());

    /** Another value for each field; warnings follow from the publisher's code. */
    private static final Map<String, Object> OTHERS = Map.of(
            "publisherId",
            new CreditCode("91350100M000100Y44"),
            "name",
            "another company",
            "standing",
            Standing.BARRED,
            "statusVersion",
            6L,
            "strikes",
            new Strikes("2021", 1, 3, List.of("MIIT-2021-2")),
            "measures",
            List.of(new InForce(MEASURE.id(), MEASURE.type(), MEASURE.state(), NOW, true)),
            "windows",
            List.of(),
            "effect",
            new EffectView(Effect.HOLD, Effect.HOLD_FOR_TEST, Listed.UNTOUCHED),
            "policyVersion",
            "2021-2");

    @Test
    void hasAnotherTagWithEachFieldThatDiffers() throws ReflectiveOperationException {
        for (RecordComponent component : StatusView.class.getRecordComponents()) {
            Object other = OTHERS.get(component.getName());
            if (other != null) {
                assertThat(with(component, other).tag()).as(component.getName()).isNotEqualTo(STATUS.tag());
            }
        }
        assertThat(Arrays.stream(StatusView.class.getRecordComponents()).map(RecordComponent::getName))
                .as("a new field of the answer is a part of its tag")
                .hasSize(OTHERS.size() + 3);
    }

    @Test
    void hasTheSameTagAtAnyInstant() throws ReflectiveOperationException {
        for (RecordComponent component : StatusView.class.getRecordComponents()) {
            if (component.getType() == Instant.class) {
                assertThat(with(component, NOW.plusSeconds(1)).tag()).isEqualTo(STATUS.tag());
            }
        }
    }

    private static StatusView with(RecordComponent changed, Object value) throws ReflectiveOperationException {
        RecordComponent[] components = StatusView.class.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = components[i].getName().equals(changed.getName())
                    ? value
                    : components[i].getAccessor().invoke(STATUS);
        }
        Constructor<StatusView> constructor = StatusView.class.getDeclaredConstructor(types);
        return constructor.newInstance(values);
    }
}
