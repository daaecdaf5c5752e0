import { connectCompilers } from './compiler.ts';
import { compileAnyArguments, compileAnyExpression } from './compile-expressions.ts';
import { compileAnyBlock, compileAnyStatement, compileAnyTruth, compileAnyVariables } from './compile-statements.ts';

connectCompilers({ expression: compileAnyExpression, arguments: compileAnyArguments, truth: compileAnyTruth, statement: compileAnyStatement, block: compileAnyBlock, variables: compileAnyVariables });
