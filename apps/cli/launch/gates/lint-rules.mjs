// Rules of this house that no linter ships. Loaded by .oxlintrc.json; lint.test.ts plants a violation of each.

/** What a use case must be handed instead of taking it, by the name under which it is reached. */
const AMBIENT = {
  'process.env': 'Configuration comes in as an argument: only core/config.ts reads the environment.',
  'Date.now': 'Time comes in as an argument: only core/ may ask the real clock.',
  'Math.random': 'Randomness comes in as an argument: only core/ may draw.',
  'crypto.randomUUID': 'Ids come in as an argument: only core/ may make them.',
  'new Date()': 'Time comes in as an argument: only core/ may ask the real clock.',
};
const CRYPTO_MODULES = new Set(['crypto', 'node:crypto']);

/** Time, ids, randomness and environment come in as arguments, so that tests can hold them still. */
const noAmbient = {
  meta: { type: 'problem' },
  create(context) {
    const report = (node, what) => context.report({ node, message: `${what}: ${AMBIENT[what]}` });
    return {
      MemberExpression(node) {
        const name = `${nameOf(node.object)}.${propertyOf(node)}`;
        if (name in AMBIENT) report(node, name);
      },
      // `const { env } = process` reaches the same things by another way.
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || !node.init) return;
        for (const property of node.id.properties) {
          const name = property.type === 'Property' && `${nameOf(node.init)}.${nameOf(property.key)}`;
          if (name && name in AMBIENT) report(property, name);
        }
      },
      NewExpression(node) {
        if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) report(node, 'new Date()');
      },
      // `Date()` without `new` gives the time too, as text.
      CallExpression(node) {
        if (nameOf(node.callee) === 'Date') report(node, 'new Date()');
      },
      ImportDeclaration(node) {
        if (node.source.value === 'node:process' || node.source.value === 'process') return reportImported(node, 'env');
        if (CRYPTO_MODULES.has(node.source.value)) return reportImported(node, 'randomUUID');
      },
    };

    function reportImported(node, name) {
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier' || nameOf(specifier.imported) !== name) continue;
        report(specifier, name === 'env' ? 'process.env' : 'crypto.randomUUID');
      }
    }
  },
};

/** A field with a decorator is filled by the library behind the decorator; any other `!` is a promise that nobody keeps. */
const noDefiniteAssignment = {
  meta: { type: 'problem' },
  create(context) {
    const message = 'No `!` outside decorated fields: give it a value, or let its type say that it may be absent.';
    return {
      PropertyDefinition(node) {
        if (node.definite && node.decorators.length === 0) context.report({ node, message });
      },
      VariableDeclarator(node) {
        if (node.definite) context.report({ node, message });
      },
    };
  },
};

/** Lines of a method in a resolver, without its signature: more means that it decides something. */
const METHOD_LINES_MAX = 10;
const shortMethods = {
  meta: { type: 'suggestion' },
  create(context) {
    return {
      MethodDefinition(node) {
        const { body } = node.value;
        const lines = body ? body.loc.end.line - body.loc.start.line - 1 : 0;
        if (lines <= METHOD_LINES_MAX) return;
        const message = `A resolver calls its service: ${lines} lines are more than the ${METHOD_LINES_MAX} that this takes.`;
        context.report({ node, message });
      },
    };
  },
};

function nameOf(node) {
  if (node?.type === 'Identifier') return node.name;
  if (node?.type === 'MemberExpression' && nameOf(node.object) === 'globalThis') return propertyOf(node);
  return undefined;
}

function propertyOf(node) {
  if (!node.computed) return nameOf(node.property);
  return node.property.type === 'Literal' ? node.property.value : undefined;
}

export default {
  meta: { name: 'foyer' },
  rules: { 'no-ambient': noAmbient, 'no-definite-assignment': noDefiniteAssignment, 'short-methods': shortMethods },
};
