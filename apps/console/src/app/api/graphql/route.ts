import { answerGraphql } from '../../../lib/api/graphql-proxy';

export const POST = answerGraphql;
