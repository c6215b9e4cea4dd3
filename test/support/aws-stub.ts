import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

/** How an execution of the stub ends. */
export interface Ending {
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly error?: string | null;
  readonly cause?: string | null;
}

export interface StubOptions {
  /** Outputs of its stacks, by their names; a stack that is being made has none. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly buckets?: readonly string[];
  /** Runs an execution; without it executions go on until they are stopped. */
  readonly run?: (input: unknown) => Promise<Ending>;
  /** An error code for an action, in place of an answer. */
  readonly refuse?: (action: string) => string | undefined;
}

export interface AwsStub {
  /** What a command finds in the environment, so that it asks the stub. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names of the actions that were asked, in order. */
  readonly asked: readonly string[];
  /** Inputs of the executions that were started. */
  readonly started: readonly { readonly name: string; readonly input: string }[];
  stop(): Promise<void>;
}

const STATE_MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:rounds';

export const OUTPUTS = {
  ResultsBucketName: 'results',
  StateMachineArn: STATE_MACHINE,
  WorkerMemoryMb: '1769',
  Concurrency: '200',
  BatchSeconds: '60',
} as const;

interface Execution {
  readonly name: string;
  readonly input: string;
  readonly startDate: number;
  ending: { readonly status: string; readonly error?: string | null; readonly cause?: string | null };
}

const Start = z.object({ name: z.string(), input: z.string(), stateMachineArn: z.literal(STATE_MACHINE) });
const Named = z.object({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** A server that speaks the protocols of CloudFormation (query and XML) and Step Functions (JSON 1.0), as far as signbench asks. */
export async function startAwsStub(options: StubOptions = {}): Promise<AwsStub> {
  const { buckets = ['results', 'logs'], run, refuse = () => undefined } = options;
  const stacks: NonNullable<StubOptions['stacks']> = options.stacks ?? { signbench: OUTPUTS };
  const asked: string[] = [];
  const executions = new Map<string, Execution>();
  const deleted = new Set<string>();

  const stepFunctions: Readonly<Record<string, (body: unknown) => Answer>> = {
    StartExecution: (body) => {
      const { name, input } = Start.parse(body);
      const arn = `arn:aws:states:us-east-1:123456789012:execution:rounds:${name}`;
      const same = executions.get(arn);
      if (same !== undefined && same.input !== input) return problem('ExecutionAlreadyExists');
      const execution: Execution = same ?? {
        name,
        input,
        startDate: Date.now() / 1000,
        ending: { status: 'RUNNING' },
      };
      executions.set(arn, execution);
      if (same === undefined) {
        void run?.(JSON.parse(input)).then((ending) => {
          execution.ending = ending;
        });
      }
      return { executionArn: arn, startDate: execution.startDate };
    },
    DescribeExecution: (body) => {
      const { executionArn } = Named.parse(body);
      const execution = executions.get(executionArn);
      if (execution === undefined) return problem('ExecutionDoesNotExist');
      const { ending, ...rest } = execution;
      const stopDate = ending.status === 'RUNNING' ? {} : { stopDate: Date.now() / 1000 };
      return { executionArn, stateMachineArn: STATE_MACHINE, ...rest, ...ending, ...stopDate };
    },
    StopExecution: (body) => {
      const { executionArn, error, cause } = Named.parse(body);
      const execution = executions.get(executionArn);
      if (execution === undefined) return problem('ExecutionDoesNotExist');
      execution.ending = {
        status: 'ABORTED',
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
      return { stopDate: Date.now() / 1000 };
    },
  };

  const cloudFormation: Readonly<Record<string, (stack: string) => string | null>> = {
    DescribeStacks: (id) => {
      const name = id.replace('id-of-', '');
      const outputs = stacks[name];
      if (outputs === undefined || (deleted.has(name) && !id.startsWith('id-of-'))) return null;
      const members = Object.entries(outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      const status = deleted.has(name) ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE';
      return `<Stacks><member><StackName>${name}</StackName><StackId>id-of-${name}</StackId><StackStatus>${status}</StackStatus><CreationTime>2026-11-25T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks>`;
    },
    ListStackResources: () =>
      `<StackResourceSummaries>${buckets
        .map(
          (bucket) =>
            `<member><ResourceType>AWS::S3::Bucket</ResourceType><PhysicalResourceId>${bucket}</PhysicalResourceId><LogicalResourceId>B</LogicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-11-25T00:00:00Z</LastUpdatedTimestamp></member>`,
        )
        .join('')}</StackResourceSummaries>`,
    DeleteStack: (name) => {
      deleted.add(name);
      return '';
    },
  };

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const target = request.headers['x-amz-target'];
      if (typeof target === 'string') {
        const action = target.replace('AWSStepFunctions.', '');
        asked.push(action);
        const code = refuse(action);
        const answer = code === undefined ? stepFunctions[action](JSON.parse(body)) : problem(code);
        json(response, answer);
      } else {
        const form = new URLSearchParams(body);
        const action = form.get('Action') ?? '';
        asked.push(action);
        xml(response, action, refuse(action) ?? cloudFormation[action](form.get('StackName') ?? ''));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    environment: { ...CREDENTIALS, AWS_ENDPOINT_URL_SFN: url, AWS_ENDPOINT_URL_CLOUDFORMATION: url },
    asked,
    get started() {
      return [...executions.values()].map(({ name, input }) => ({ name, input }));
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Settings of no person, and no machine that hands out credentials. */
export const NO_CREDENTIALS = {
  AWS_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
} as const;

const CREDENTIALS = {
  ...NO_CREDENTIALS,
  AWS_ACCESS_KEY_ID: 'signbench',
  AWS_SECRET_ACCESS_KEY: 'signbench-secret',
} as const;

type Answer = Readonly<Record<string, unknown>>;

const problem = (code: string): Answer => ({ __type: code, message: `User: me is told ${code}` });

function json(response: ServerResponse, answer: Answer): void {
  response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(answer));
}

/** @param result what the action answers, the code of an error, or null where there is no such stack. */
function xml(response: ServerResponse, action: string, result: string | null): void {
  response.setHeader('content-type', 'text/xml');
  if (result !== null && !/^[A-Za-z]+$/.test(result)) {
    response.end(
      `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${action}Result>${result}</${action}Result></${action}Response>`,
    );
    return;
  }
  const code = result ?? 'ValidationError';
  const message = result === null ? 'Stack with id x does not exist' : `User: me is told ${code}`;
  response.statusCode = code === 'AccessDenied' ? 403 : 400;
  response.end(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  );
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
