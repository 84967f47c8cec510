export * from "#postgres/schema/answers";
export * from "#postgres/schema/exam";
export * from "#postgres/schema/package";
