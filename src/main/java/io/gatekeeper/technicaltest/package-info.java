/** The technical test of one artifact: the case, its clock, the laboratories, their findings and the verdict. */
package io.gatekeeper.technicaltest;
