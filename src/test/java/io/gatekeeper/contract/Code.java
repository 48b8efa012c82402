package io.gatekeeper.contract;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the code has that the contract has to have as well: routes, events, names. */
final class Code {

    /** {@code io.gatekeeper.local} belongs to the default run only, and so to no contract. */
    private static final List<Class<?>> CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.gatekeeper").stream()
                    .filter(type -> !type.getPackageName().startsWith("io.gatekeeper.local"))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    private Code() {}

    /** One method of a resource class. */
    record Route(String verb, String path, Method method) {

        Set<String> roles() {
            RolesAllowed allowed = Optional.ofNullable(method.getAnnotation(RolesAllowed.class))
                    .orElse(method.getDeclaringClass().getAnnotation(RolesAllowed.class));
            return new TreeSet<>(Arrays.asList(allowed.value()));
        }

        /** The names of its parameters with this annotation, those in a bean of parameters included. */
        <A extends Annotation> Set<String> parameters(Class<A> annotation, Function<A, String> name) {
            Set<String> names = new TreeSet<>();
            for (Parameter parameter : method.getParameters()) {
                Optional.ofNullable(parameter.getAnnotation(annotation))
                        .map(name)
                        .ifPresent(names::add);
                if (parameter.isAnnotationPresent(jakarta.ws.rs.BeanParam.class)) {
                    for (Field field : parameter.getType().getDeclaredFields()) {
                        Optional.ofNullable(field.getAnnotation(annotation))
                                .map(name)
                                .ifPresent(names::add);
                    }
                }
            }
            return names;
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (Class<?> type : CLASSES) {
            Path root = type.getAnnotation(Path.class);
            for (Method method : root == null ? new Method[0] : type.getDeclaredMethods()) {
                Arrays.stream(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .forEach(verb -> routes.add(new Route(verb.value(), path(root, method), method)));
            }
        }
        return routes;
    }

    private static String path(Path root, Method method) {
        Path below = method.getAnnotation(Path.class);
        return (root.value() + (below == null ? "" : "/" + below.value())).replaceAll("/+", "/");
    }

    /** A class by its name below {@code io.gatekeeper}; most of those behind the contract are package-private. */
    static Class<?> type(String name) {
        return CLASSES.stream()
                .filter(type -> type.getName().equals("io.gatekeeper." + name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no class io.gatekeeper." + name));
    }

    static Set<String> constants(Class<?> enumeration) {
        return Stream.of(enumeration.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(TreeSet::new, Set::add, Set::addAll);
    }

    /** Every CloudEvents type the code can emit: string constants of that form, and enums that say their {@code type}. */
    static Set<String> eventTypes() {
        Set<String> types = new TreeSet<>();
        for (Class<?> type : CLASSES) {
            for (Field field : type.getDeclaredFields()) {
                boolean constant = Modifier.isStatic(field.getModifiers()) && field.getType() == String.class;
                boolean ofEnum = type.isEnum() && field.getName().equals("type") && field.getType() == String.class;
                if (constant) {
                    types.add((String) value(field, null));
                } else if (ofEnum) {
                    Stream.of(type.getEnumConstants()).forEach(one -> types.add((String) value(field, one)));
                }
            }
        }
        types.removeIf(text -> text == null || !text.matches("gatekeeper\\.[a-z-]+(\\.[a-z-]+)?\\.v[0-9]+"));
        return types;
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
