package io.carekeep.server.policy;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Offers the policy over HTTP.
@Configuration(proxyBeanMethods = false)
@Import(PolicyApi.class)
public class PolicyWiring {}
