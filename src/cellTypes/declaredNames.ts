import type ts from "typescript";

/** The names that a cell leaves to the others: what its top level declares and imports. */
export function declaredNames(typescript: typeof ts, file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    for (const name of namesOfStatement(typescript, statement)) names.add(name);
  }
  return names;
}

function namesOfStatement(typescript: typeof ts, statement: ts.Statement): string[] {
  if (typescript.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => namesOfBinding(typescript, name));
  }
  if (typescript.isImportDeclaration(statement)) return namesOfImport(typescript, statement.importClause);
  if (typescript.isModuleDeclaration(statement)) {
    // Neither `declare module "m"` nor `declare global`.
    const isNamespace = (statement.flags & typescript.NodeFlags.Namespace) !== 0;
    return isNamespace && typescript.isIdentifier(statement.name) ? nonEmpty(statement.name) : [];
  }
  if (
    typescript.isImportEqualsDeclaration(statement) ||
    typescript.isFunctionDeclaration(statement) ||
    typescript.isClassDeclaration(statement) ||
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    typescript.isEnumDeclaration(statement)
  ) {
    return nonEmpty(statement.name);
  }
  return [];
}

function namesOfBinding(typescript: typeof ts, name: ts.BindingName): string[] {
  if (typescript.isIdentifier(name)) return nonEmpty(name);
  return name.elements.flatMap((element) =>
    typescript.isOmittedExpression(element) ? [] : namesOfBinding(typescript, element.name),
  );
}

function namesOfImport(typescript: typeof ts, clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  const named = bindings === undefined || typescript.isNamespaceImport(bindings) ? [] : bindings.elements;
  const whole = bindings !== undefined && typescript.isNamespaceImport(bindings) ? bindings.name : undefined;
  return [clause?.name, whole, ...named.map(({ name }) => name)].flatMap(nonEmpty);
}

/** While it is being typed a declaration may have an empty name. */
function nonEmpty(name: ts.Identifier | undefined): string[] {
  return name === undefined || name.text === "" ? [] : [name.text];
}
