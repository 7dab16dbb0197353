import type { CodegenConfig } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: '../../apps/api/schema.graphql',
  documents: 'src/operations/*.graphql',
  generates: {
    'src/generated/': {
      preset: {
        ...preset,
        // The documents live in .graphql files, so the tag function that the preset writes beside them would be dead code.
        buildGeneratesSection: async (options) =>
          (await preset.buildGeneratesSection(options)).filter(({ filename }) => filename.endsWith('/graphql.ts')),
      },
      presetConfig: { fragmentMasking: false },
      config: {
        importExtension: '.js',
        emitLegacyCommonJSImports: false,
        useTypeImports: true,
        arrayInputCoercion: false,
        // A scalar without a line here fails the generation instead of becoming `any`.
        strictScalars: true,
        scalars: { ID: 'string', DateTime: 'string', Cursor: 'string', JSON: '../json.js#Json' },
      },
    },
  },
};

// The tool reads the default export.
export default config;
