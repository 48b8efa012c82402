package io.gatekeeper.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which paths there are, and which methods each has. A 405 has to name them (RFC 9110, section 15.5.6); Quarkus REST does
 * not, and answers 404 where another resource class shares the beginning of the path.
 */
@Singleton
class Routes {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]+}");

    private record Route(String template, Pattern path, Set<String> methods) {}

    private final List<Route> routes;

    Routes(BeanManager beans) {
        Map<String, Set<String>> methods = new LinkedHashMap<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Path root = bean.getBeanClass().getAnnotation(Path.class);
            if (root != null) {
                for (Method method : bean.getBeanClass().getDeclaredMethods()) {
                    add(methods, root.value(), method);
                }
            }
        }
        // A word before a parameter, as Jakarta REST matches them.
        routes = methods.entrySet().stream()
                .map(route -> new Route(route.getKey(), pattern(route.getKey()), route.getValue()))
                .sorted(Comparator.comparing(
                        Route::template, Comparator.comparing(Routes::words).reversed()))
                .toList();
    }

    /** The methods of this path, {@code HEAD} with {@code GET}; empty when there is no such path. */
    Set<String> methodsOf(String path) {
        Set<String> allowed = new TreeSet<>();
        at(path).forEach(route -> allowed.addAll(route.methods()));
        return allowed;
    }

    /** The path's template, such as {@code /v1/decisions/{id}}; empty when there is no such path. */
    Optional<String> templateOf(String path) {
        return at(path).map(Route::template).findFirst();
    }

    private Stream<Route> at(String path) {
        return routes.stream().filter(route -> route.path().matcher(path).matches());
    }

    private static int words(String template) {
        return PARAMETER.matcher(template).replaceAll("").length();
    }

    private static void add(Map<String, Set<String>> methods, String root, Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                Path below = method.getAnnotation(Path.class);
                String template = root + (below == null ? "" : "/" + below.value());
                Set<String> known = methods.computeIfAbsent(template.replaceAll("/+", "/"), first -> new TreeSet<>());
                known.add(verb.value());
                if (verb.value().equals(HttpMethod.GET)) {
                    known.add(HttpMethod.HEAD);
                }
            }
        }
    }

    private static Pattern pattern(String template) {
        String[] literals = PARAMETER.split(template, -1);
        StringBuilder pattern = new StringBuilder(Pattern.quote(literals[0]));
        for (int i = 1; i < literals.length; i++) {
            pattern.append("[^/]+").append(Pattern.quote(literals[i]));
        }
        return Pattern.compile(pattern.toString());
    }
}
