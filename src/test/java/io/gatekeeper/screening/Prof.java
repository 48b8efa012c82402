package io.gatekeeper.screening;

import io.gatekeeper.screening.file.*;
import java.util.*;

public class Prof {
    public static void main(String[] a) throws Exception {
        var ind = IndicatorSets.load(Optional.empty()).at(java.time.Instant.EPOCH);
        Thread main = Thread.currentThread();
        Map<String, Integer> top = new HashMap<>(), incl = new HashMap<>();
        boolean[] on = {false};
        Thread s = new Thread(() -> {
            while (true) {
                try {
                    Thread.sleep(1);
                } catch (Exception e) {
                }
                if (!on[0]) continue;
                var st = main.getStackTrace();
                if (st.length == 0) continue;
                top.merge(st[0].getClassName() + "." + st[0].getMethodName(), 1, Integer::sum);
                Set<String> seen = new HashSet<>();
                for (var f : st) seen.add(f.getClassName().replaceAll(".*\\.", "") + "." + f.getMethodName());
                seen.forEach(x -> incl.merge(x, 1, Integer::sum));
            }
        });
        s.setDaemon(true);
        s.start();
        for (int k = 0; k < 60; k++) {
            if (k == 20) on[0] = true;
            try (var ch = java.nio.channels.FileChannel.open(java.nio.file.Path.of(a[0]))) {
                Screening.screen(
                        ch,
                        ind,
                        java.time.Instant.EPOCH,
                        new Subject("a", "ANDROID", null, null, null),
                        Declared.NOTHING,
                        Optional.empty());
            }
        }
        on[0] = false;
        top.entrySet().stream()
                .sorted((x, y) -> y.getValue() - x.getValue())
                .limit(15)
                .forEach(System.out::println);
        System.out.println("--");
        incl.entrySet().stream()
                .sorted((x, y) -> y.getValue() - x.getValue())
                .limit(45)
                .forEach(System.out::println);
    }
}
