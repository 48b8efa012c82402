/** The register of laboratories: whom each is affiliated with, and how many cases it takes on. */
package io.gatekeeper.technicaltest.register;
