export const ORG_KEY = 'org_test_0123456789abcdefghij'
export const AGENT_KEY = 'org_agent_test_0123456789abcdefghij'
export const ADMIN_KEY = 'org_admin_test_0123456789abcdefghijklmnop'
