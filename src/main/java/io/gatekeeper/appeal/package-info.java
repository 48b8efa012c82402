/** What a publisher objects to: the appeal against a failed test or a measure, its decision and what that changes. */
package io.gatekeeper.appeal;
