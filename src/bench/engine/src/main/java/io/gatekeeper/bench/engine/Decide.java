package io.gatekeeper.bench.engine;

import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;

/** A decision in the engine's terms: the outcome and when, as variables of the process. */
public final class Decide implements JavaDelegate {

    @Override
    public void execute(DelegateExecution execution) {
        boolean hold = "hold".equals(execution.getCurrentActivityId());
        execution.setVariable("decision", hold ? "HOLD" : "PUBLISH");
        execution.setVariable("decidedAt", new java.util.Date());
    }
}
