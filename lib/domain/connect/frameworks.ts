/** The one table of what can be connected. A further framework is one entry here, and its adapter and its starter in `guards`. */

export type Language = 'python' | 'node' | 'shell'

export type Framework = {
  /** Its name in an address. */
  id: string
  name: string
  language: Language
  /** The first part of its ids, as the guide writes them. */
  part: string
  /** Name of the adapter in the folder of its language; its head lists the paths without a hook. */
  adapter: string
  /** Name in `guards/starters`. */
  starter: string
  /** What to install, as `pip` or `npm` reads it: the versions that the tests run. */
  packages: readonly string[]
  /** What its tests do not run, because it is a download of its own: they call its hooks directly. */
  notRun?: string
  /** Names of keys that its own starter reads beside the agent key. */
  keys?: readonly string[]
}

/** The variable in which an agent finds its key. */
export const KEY_NAME = 'MACHINEID_ORG_KEY'

/** The guard of a language, in `guards`. */
export const GUARDS: Record<Language, string> = {
  python: 'python/machineid_guard.py',
  node: 'node/machineid-guard.mjs',
  shell: 'shell/machineid-guard.sh',
}

/** What a starter is called once it was copied. */
export const STARTER_NAMES: Record<Language, string> = { python: 'agent.py', node: 'agent.mjs', shell: 'agent.sh' }

export const LANGUAGE_NAMES: Record<Language, string> = { python: 'Python', node: 'JavaScript', shell: 'Shell' }

const OPENAI = ['OPENAI_API_KEY']

export const FRAMEWORKS: readonly Framework[] = [
  {
    id: 'python',
    name: 'Loop in Python',
    language: 'python',
    part: 'python',
    adapter: 'plain_loop.py',
    starter: 'plain_loop.py',
    packages: [],
  },
  {
    id: 'crewai',
    name: 'CrewAI',
    language: 'python',
    part: 'crewai',
    adapter: 'machineid_crewai.py',
    starter: 'crewai.py',
    packages: ['crewai==1.15.30'],
    keys: OPENAI,
  },
  {
    id: 'langchain-python',
    name: 'LangChain, LangGraph',
    language: 'python',
    part: 'langchain',
    adapter: 'machineid_langchain.py',
    starter: 'langchain.py',
    packages: ['langchain==1.4.10', 'langgraph==1.2.24', 'langchain-openai==1.7.4'],
    keys: OPENAI,
  },
  {
    id: 'openai-agents-python',
    name: 'OpenAI Agents SDK',
    language: 'python',
    part: 'openai-agents',
    adapter: 'machineid_openai_agents.py',
    starter: 'openai_agents.py',
    packages: ['openai-agents==0.20.0'],
    keys: OPENAI,
  },
  {
    id: 'pydantic-ai',
    name: 'PydanticAI',
    language: 'python',
    part: 'pydantic-ai',
    adapter: 'machineid_pydantic_ai.py',
    starter: 'pydantic_ai.py',
    packages: ['pydantic-ai-slim[openai]==2.31.1'],
    keys: OPENAI,
  },
  {
    id: 'claude-agent-python',
    name: 'Claude Agent SDK',
    language: 'python',
    part: 'claude-agent',
    adapter: 'machineid_claude_agent.py',
    starter: 'claude_agent.py',
    packages: ['claude-agent-sdk==0.2.189'],
    keys: ['ANTHROPIC_API_KEY'],
  },
  {
    id: 'google-adk',
    name: 'Google ADK',
    language: 'python',
    part: 'google-adk',
    adapter: 'machineid_google_adk.py',
    starter: 'google_adk.py',
    packages: ['google-adk==1.14.1'],
    keys: ['GOOGLE_API_KEY'],
  },
  {
    id: 'ag2',
    name: 'AG2',
    language: 'python',
    part: 'ag2',
    adapter: 'machineid_ag2.py',
    starter: 'ag2.py',
    packages: ['ag2[openai]==1.0.3'],
    keys: OPENAI,
  },
  {
    id: 'smolagents',
    name: 'smolagents',
    language: 'python',
    part: 'smolagents',
    adapter: 'machineid_smolagents.py',
    starter: 'smolagents.py',
    packages: ['smolagents[openai]==1.26.0'],
    keys: OPENAI,
  },
  {
    id: 'temporal',
    name: 'Temporal worker',
    language: 'python',
    part: 'temporal',
    adapter: 'machineid_temporal.py',
    starter: 'temporal.py',
    packages: ['temporalio==1.35.0'],
    notRun: 'a Temporal server',
  },
  {
    id: 'sdk-python',
    name: 'MachineID SDK',
    language: 'python',
    part: 'python',
    adapter: 'machineid_sdk.py',
    starter: 'sdk.py',
    packages: ['machineid-io==0.1.6'],
  },
  {
    id: 'node',
    name: 'Loop in Node',
    language: 'node',
    part: 'node',
    adapter: 'plain-loop.mjs',
    starter: 'plain-loop.mjs',
    packages: [],
  },
  {
    id: 'ai-sdk',
    name: 'Vercel AI SDK',
    language: 'node',
    part: 'ai-sdk',
    adapter: 'machineid-ai-sdk.mjs',
    starter: 'ai-sdk.mjs',
    packages: ['ai@6.0.325', '@ai-sdk/openai@3.0.141', 'zod@4.6.7'],
    keys: OPENAI,
  },
  {
    id: 'langchain-node',
    name: 'LangChain, LangGraph',
    language: 'node',
    part: 'langchain',
    adapter: 'machineid-langchain.mjs',
    starter: 'langchain.mjs',
    packages: [
      'langchain@1.5.14',
      '@langchain/core@1.4.0',
      '@langchain/langgraph@1.7.3',
      '@langchain/openai@1.5.8',
      'zod@4.6.7',
    ],
    keys: OPENAI,
  },
  {
    id: 'openai-agents-node',
    name: 'OpenAI Agents SDK',
    language: 'node',
    part: 'openai-agents',
    adapter: 'machineid-openai-agents.mjs',
    starter: 'openai-agents.mjs',
    packages: ['@openai/agents@0.14.3', 'zod@4.6.7'],
    keys: OPENAI,
  },
  {
    id: 'claude-agent-node',
    name: 'Claude Agent SDK',
    language: 'node',
    part: 'claude-agent',
    adapter: 'machineid-claude-agent.mjs',
    starter: 'claude-agent.mjs',
    packages: ['@anthropic-ai/claude-agent-sdk@0.3.332', 'zod@4.6.7'],
    notRun: 'the CLI of this SDK',
    keys: ['ANTHROPIC_API_KEY'],
  },
  {
    id: 'mastra',
    name: 'Mastra',
    language: 'node',
    part: 'mastra',
    adapter: 'machineid-mastra.mjs',
    starter: 'mastra.mjs',
    packages: ['@mastra/core@0.24.9', 'zod@4.6.7'],
    keys: OPENAI,
  },
  {
    id: 'shell',
    name: 'Loop in a shell, with curl',
    language: 'shell',
    part: 'shell',
    adapter: 'machineid-guard.sh',
    starter: 'plain-loop.sh',
    packages: [],
  },
]

export const frameworkOf = (id: string | null): Framework | undefined => FRAMEWORKS.find((known) => known.id === id)
