// One subgraph as a data source of query plans: signs the caller's identity for it, sends the
// operation, and turns whatever goes wrong into errors with a path and a code.
import type { GraphQLDataSource } from '@apollo/gateway';
import { z } from 'zod';
import type { IdentitySigner } from '../../shared/auth/identity-signer.ts';
import { err, type Result } from '../../shared/domain/result.ts';
import type { Logger } from '../../shared/telemetry/logger.ts';
import type { GatewayContext } from '../context.ts';
import { gatewayLimits } from '../limits.ts';
import { errorsOfFailedCall, passOnError } from './subgraph-errors.ts';
import type { CallFailure, SubgraphClient } from './subgraph-client.ts';

const answerSchema = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .optional(),
});

/** The data source of `client`'s subgraph. */
export function createRemoteDataSource(options: {
  client: SubgraphClient;
  signer: IdentitySigner;
  logger: Logger;
}): GraphQLDataSource<GatewayContext> {
  const { client, signer, logger } = options;

  async function call(
    body: string,
    context: GatewayContext,
    isMutation: boolean,
  ): Promise<Result<unknown, CallFailure>> {
    const headers = await signer.headersFor(context.identity, client.name);
    // A mutation runs on even when nobody waits for it: half of its work may be done.
    const clientGone = isMutation ? null : context.clientGone;
    let answer = await client.post(body, headers, clientGone);
    for (let retry = 0; retry < gatewayLimits.callRetriesMax; retry += 1) {
      if (answer.ok || isMutation || answer.error !== 'interrupted') break;
      answer = await client.post(body, headers, clientGone);
    }
    return answer;
  }

  return {
    async process(options): ReturnType<GraphQLDataSource['process']> {
      const { query = '', variables, operationName } = options.request;
      const context = options.context as GatewayContext;
      const isMutation = query.startsWith('mutation');
      const answered = await call(
        JSON.stringify({ query, variables, operationName }),
        context,
        isMutation,
      );
      const answer = answered.ok ? parseAnswer(answered.value) : answered;
      if (!answer.ok) {
        const { requestId } = context.identity;
        logger.warn({ subgraph: client.name, requestId, failure: answer.error }, 'call failed');
        return {
          data: null,
          errors: errorsOfFailedCall(answer.error, { query, variables, isMutation }),
        };
      }
      const { data, errors } = answer.value;
      return { data: data ?? null, ...(errors ? { errors: errors.map(passOnError) } : {}) };
    },
  };
}

function parseAnswer(body: unknown): Result<z.infer<typeof answerSchema>, CallFailure> {
  // Only the frame is checked, not the data: the shaping of the response drops what does not fit.
  const parsed = answerSchema.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data } : err('bad answer');
}
