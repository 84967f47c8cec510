export * from "#postgres/schema/answers";
export * from "#postgres/schema/exam";
